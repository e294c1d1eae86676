package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.domain.ids.ConversationIds;
import io.confab.testing.Events;
import io.confab.testing.FunctionTestBase;
import io.confab.testing.Tokens;
import io.confab.testing.Users;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** What is stored and answered, and in how many commands. */
@QuarkusTest
class SendMsgFunctionTest extends FunctionTestBase {
    private static final String ALICE_AND_BOB = ConversationIds.single("alice", "bob");

    private static Map<String, Object> to(String uid, String body) {
        return Map.of("appId", Users.APP, "to_uid", uid, "type", "text", "body", body);
    }

    @Test
    void sendMsg_firstText_storesMessageAndBothSides() {
        // When
        Reply reply = call(event("text-to-user"));

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(reply.text("/data/conversation_id")).isEqualTo(ALICE_AND_BOB);
        assertThat(reply.number("/data/seq")).isEqualTo(1);
        assertThat(commands.names()).hasSizeLessThanOrEqualTo(4);
        assertThat(stored("uni-im-msg")).singleElement().satisfies(message -> assertThat(message)
                .containsEntry("_id", reply.text("/data/_id"))
                .containsEntry("body", "你好, Bob")
                .containsEntry("from_uid", "alice")
                .containsEntry("to_uid", "bob")
                .containsEntry("unique_id", "hello-1")
                .containsEntry("create_time", reply.number("/data/create_time")));
        assertThat(stored("uni-im-conversation"))
                .hasSize(2)
                .allSatisfy(side -> assertThat(side)
                        .containsEntry("id", ALICE_AND_BOB)
                        .containsEntry("last_seq", 1L)
                        .containsEntry("last_msg_note", "你好, Bob")
                        .containsEntry("update_time", reply.number("/data/create_time")))
                .extracting(side -> side.getString("user_id"))
                .containsExactlyInAnyOrder("alice", "bob");
    }

    @Test
    void sendMsg_textsInExistingConversation_areNumberedWithinThreeCommands() {
        chats.text("bob", "alice", "one");
        for (int seq = 2; seq <= 4; seq++) {
            // When
            Reply reply = call("sendMsg", "alice", to("bob", "number " + seq));

            // Then
            assertThat(reply.number("/data/seq")).isEqualTo(seq);
            assertThat(commands.names()).hasSizeLessThanOrEqualTo(3);
        }
    }

    @Test
    void sendMsg_uniqueIdInExistingConversation_staysWithinThreeCommands() {
        // Given
        chats.text("alice", "bob", "one");

        // When
        Reply reply = call(event("text-to-user"));

        // Then
        assertThat(reply.number("/data/seq")).isEqualTo(2);
        assertThat(commands.names()).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void sendMsg_ignoredFields_areNotBelieved() {
        // When
        call(
                "sendMsg",
                "alice",
                Map.of(
                        "appId",
                        Users.APP,
                        "to_uid",
                        "bob",
                        "type",
                        "text",
                        "body",
                        "hi",
                        "from_uid",
                        "carol",
                        "conversation_id",
                        "single_x",
                        "state",
                        100,
                        "create_time",
                        1,
                        "seq",
                        99,
                        "is_revoke",
                        true));

        // Then
        assertThat(stored("uni-im-msg")).singleElement().satisfies(message -> assertThat(message)
                .containsEntry("from_uid", "alice")
                .containsEntry("conversation_id", ALICE_AND_BOB)
                .containsEntry("seq", 1L)
                .containsEntry("is_revoke", false)
                .doesNotContainKeys("state", "group", "system"));
    }

    @Test
    void sendMsg_replyToMessageOfSameConversation_isStoredWithinFiveCommands() {
        // Given
        String about = chats.text("bob", "alice", "question").id;

        // When
        Reply reply = call(
                "sendMsg",
                "alice",
                Map.of(
                        "appId",
                        Users.APP,
                        "to_uid",
                        "bob",
                        "type",
                        "text",
                        "body",
                        "answer",
                        "about_msg_id",
                        about,
                        "client_create_time",
                        12.5));

        // Then
        assertThat(reply.status()).isEqualTo(200);
        assertThat(commands.names()).hasSizeLessThanOrEqualTo(4);
        Document stored = collection("uni-im-msg").find(new Document("seq", 2L)).first();
        assertThat(stored).containsEntry("about_msg_id", about).containsEntry("client_create_time", 12.5);
    }

    @Test
    void sendMsg_replyToMessageOfAnotherConversation_is404AndStoresNothing() {
        // Given
        String about = chats.text("bob", "carol", "between us").id;

        // When
        Reply reply = call(
                "sendMsg",
                "alice",
                Map.of("appId", Users.APP, "to_uid", "bob", "type", "text", "body", "hm", "about_msg_id", about));

        // Then
        assertThat(reply.outcome()).isEqualTo("404 msg-not-found");
        assertThat(stored("uni-im-msg")).hasSize(1);
    }

    @Test
    void sendMsg_uniCloudForm_takesTokenAppAndDeviceFromBody() {
        // When
        Reply reply = call(event("unicloud-form"));

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(stored("uni-im-msg")).singleElement().satisfies(message -> assertThat(message)
                .containsEntry("appid", Users.APP)
                .containsEntry("sender_device_id", "alice-web")
                .containsEntry("body", new Document("url", "https://example.com/cat.png").append("width", 640L)));
        assertThat(stored("uni-im-conversation"))
                .allSatisfy(side -> assertThat(side).containsEntry("last_msg_note", "[图片]"));
    }

    @Test
    void sendMsg_tokenNearItsEnd_repliesWithNewToken() {
        // Given
        users.device("alice", "alice-web", Map.of("token_expired", System.currentTimeMillis() + 600_000));
        String token =
                Tokens.of("alice").expires(Instant.now().plusSeconds(600)).sign();

        // When
        Reply reply = call(Events.call("sendMsg")
                .token(token)
                .client(Users.APP, "alice-web", "web")
                .body(to("bob", "hi"))
                .json());

        // Then
        assertThat(reply.text("/newToken/token")).isNotEmpty().isNotEqualTo(token);
        assertThat(reply.number("/newToken/tokenExpired")).isGreaterThan(System.currentTimeMillis() + 7_100_000);
        assertThat(stored("uni-id-device")).singleElement().satisfies(device -> assertThat(device)
                .containsEntry("token_expired", reply.number("/newToken/tokenExpired")));
    }

    @Test
    void sendMsg_tokenFarFromItsEnd_repliesWithoutNewToken() {
        assertThat(call(event("text-to-user")).json().has("newToken")).isFalse();
    }
}
