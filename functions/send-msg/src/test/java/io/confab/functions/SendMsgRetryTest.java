package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.domain.ids.ConversationIds;
import io.confab.testing.FunctionTestBase;
import io.confab.testing.Users;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** The pair of sender and {@code unique_id} is one message for ever. */
@QuarkusTest
class SendMsgRetryTest extends FunctionTestBase {
    private static final String ALICE_AND_BOB = ConversationIds.single("alice", "bob");

    private static Map<String, Object> params(Object... changes) {
        Map<String, Object> params = new HashMap<>(
                Map.of("appId", Users.APP, "to_uid", "bob", "type", "text", "body", "hi", "unique_id", "u1"));
        for (int i = 0; i < changes.length; i += 2) {
            params.put((String) changes[i], changes[i + 1]);
        }
        return params;
    }

    private Reply send(Object... changes) {
        return call("sendMsg", "alice", params(changes));
    }

    @Test
    void sendMsg_repeat_answersTheFirstAndPushesNothingElse() {
        // Given
        users.connected("bob", "phone", "bob-1");
        Reply first = send();

        // When
        Reply repeat = send("isRetries", true);
        Reply unflagged = send("to_uid", "carol", "body", "something else");

        // Then
        assertThat(repeat.json()).isEqualTo(first.json());
        assertThat(unflagged.json()).isEqualTo(first.json());
        assertThat(stored("uni-im-msg")).hasSize(1);
        assertThat(pushed("bob-1"))
                .extracting(frame -> frame.at("/data/payload/data/_id").asText())
                .containsOnly(first.text("/data/_id"));
        assertThat(collection("uni-im-conversation")
                        .find(new Document("user_key", "bob#" + ALICE_AND_BOB))
                        .first())
                .containsEntry("last_own_n", 1L);
    }

    @Test
    void sendMsg_refusedRepeat_answersTheFirst() {
        // Given
        Reply first = send();

        // Then
        assertThat(send("body", "").json()).isEqualTo(first.json());
        assertThat(send("type", "poem").json()).isEqualTo(first.json());
        assertThat(send("type", "system").json()).isEqualTo(first.json());
        assertThat(send("to_uid", "nobody").json()).isEqualTo(first.json());
        assertThat(send("to_uid", "alice").json()).isEqualTo(first.json());
        assertThat(send("about_msg_id", "none").json()).isEqualTo(first.json());
        assertThat(send("body", "x".repeat(60_000)).json()).isEqualTo(first.json());
        assertThat(send("isRetries", "yes").json()).isEqualTo(first.json());
        assertThat(stored("uni-im-msg")).hasSize(1);
    }

    @Test
    void sendMsg_repeatAfterTheSenderWasMuted_answersTheFirst() {
        // Given
        String groupId = chats.group("bob", "alice");
        Map<String, Object> params = new HashMap<>(params("group_id", groupId));
        params.remove("to_uid");
        Reply first = call("sendMsg", "alice", params);
        collection("uni-im-group-member")
                .updateOne(new Document("user_id", "alice"), new Document("$set", new Document("mute_type", 1)));

        // When
        Reply repeat = call("sendMsg", "alice", params);
        params.put("unique_id", "u2");
        Reply another = call("sendMsg", "alice", params);

        // Then
        assertThat(first.status()).isEqualTo(200);
        assertThat(repeat.json()).isEqualTo(first.json());
        assertThat(another.outcome()).isEqualTo("403 muted");
    }

    @Test
    void sendMsg_repeatByWhoMayNotCallAnyMore_isRefused() {
        // Given
        send();
        users.add("alice", Map.of("status", 1));

        // Then
        assertThat(send().outcome()).isEqualTo("403 uni-id-account-banned");
        assertThat(send("body", "").outcome()).isEqualTo("403 uni-id-account-banned");
    }

    @Test
    void sendMsg_sameUniqueIdOfAnotherSender_isAnotherMessage() {
        // Given
        Reply first = send();

        // When
        Reply other = call("sendMsg", "bob", params("to_uid", "alice"));

        // Then
        assertThat(other.number("/data/seq")).isEqualTo(2);
        assertThat(other.text("/data/_id")).isNotEqualTo(first.text("/data/_id"));
    }

    @Test
    void sendMsg_repeatAfterACrashBehindTheInsert_finishesHeadUnreadAndPush() {
        // Given
        users.connected("bob", "phone", "bob-1");
        Reply first = send();
        collection("uni-im-conversation")
                .updateMany(
                        new Document(),
                        new Document(
                                "$set",
                                new Document("last_seq", 0L)
                                        .append("last_n", 0L)
                                        .append("last_own_n", 0L)
                                        .append("last_msg_note", null)));
        forgetEffects();

        // When
        Reply repeat = send("isRetries", true);

        // Then
        assertThat(repeat.json()).isEqualTo(first.json());
        assertThat(pushed("bob-1")).hasSize(1);
        assertThat(collection("uni-im-conversation")
                        .find(new Document("user_key", "bob#" + ALICE_AND_BOB))
                        .first())
                .containsEntry("last_seq", 1L)
                .containsEntry("last_own_n", 1L)
                .containsEntry("last_msg_note", "hi");
    }

    @Test
    void sendMsg_headBehindItsLog_goesOnBehindTheNewest() {
        // Given
        for (int i = 1; i <= 5; i++) {
            chats.text("bob", "alice", "m" + i);
        }
        collection("uni-im-conversation")
                .updateMany(
                        new Document(),
                        new Document(
                                "$set",
                                new Document("last_seq", 2L)
                                        .append("last_n", 2L)
                                        .append("last_own_n", 2L)));

        // When
        Reply reply = send();

        // Then
        assertThat(reply.number("/data/seq")).isEqualTo(6);
        assertThat(collection("uni-im-conversation")
                        .find(new Document("user_key", "alice#" + ALICE_AND_BOB))
                        .first())
                .containsEntry("last_seq", 6L)
                .containsEntry("last_n", 6L)
                .containsEntry("last_own_n", 1L);
    }
}
