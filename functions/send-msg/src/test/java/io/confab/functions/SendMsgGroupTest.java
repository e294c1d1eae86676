package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.ids.ConversationIds;
import io.confab.testing.Events;
import io.confab.testing.FunctionTestBase;
import io.confab.testing.Tokens;
import io.confab.testing.Users;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages to groups. */
@QuarkusTest
class SendMsgGroupTest extends FunctionTestBase {
    private String groupId;

    @BeforeEach
    void group() {
        groupId = chats.group("alice", "bob", "carol");
        forgetEffects();
    }

    private Reply send(String uid, Object... more) {
        Map<String, Object> params =
                new HashMap<>(Map.of("appId", Users.APP, "group_id", groupId, "type", "text", "body", "hi all"));
        for (int i = 0; i < more.length; i += 2) {
            params.put((String) more[i], more[i + 1]);
        }
        return call(Events.call("sendMsg")
                .token(Tokens.good(uid))
                .client(Users.APP, uid + "-web", "web")
                .body(params)
                .json());
    }

    private void setMember(String uid, String field, Object value) {
        collection("uni-im-group-member")
                .updateOne(new Document("user_id", uid), new Document("$set", new Document(field, value)));
    }

    private void setGroup(String field, Object value) {
        collection("uni-im-group").updateOne(new Document(), new Document("$set", new Document(field, value)));
    }

    private List<String> mentionsOf(long seq) {
        return collection("uni-im-msg").find(new Document("seq", seq)).first().getList("call_uid", String.class);
    }

    @Test
    void sendMsg_toGroup_isWrittenOnceAndFannedOut() {
        // When
        Reply first = send("bob");
        int commandsOfFirst = commands.count();
        Reply second = send("bob");

        // Then
        assertThat(first.number("/data/seq")).isEqualTo(2);
        assertThat(second.number("/data/seq")).isEqualTo(3);
        assertThat(first.text("/data/conversation_id")).isEqualTo(ConversationIds.group(groupId));
        assertThat(commandsOfFirst).isLessThanOrEqualTo(6);
        assertThat(commands.names()).hasSizeLessThanOrEqualTo(3);
        assertThat(collection("uni-im-group").find().first())
                .containsEntry("last_seq", 3L)
                .containsEntry("last_msg_note", "hi all");
        List<ObjectNode> fanOuts = invoker.payloads("sendMsgToGroup");
        assertThat(fanOuts).hasSize(2);
        assertThat(fanOuts.get(0).get("appId").asText()).isEqualTo(Users.APP);
        assertThat(fanOuts.get(0).get("senderAppId").asText()).isEqualTo(Users.APP);
        assertThat(fanOuts.get(0).get("senderDeviceId").asText()).isEqualTo("bob-web");
        assertThat(fanOuts.get(0).at("/pushParam/payload/data/_id").asText()).isEqualTo(first.text("/data/_id"));
        assertThat(fanOuts.get(0).at("/pushParam/payload/data/group_id").asText())
                .isEqualTo(groupId);
        assertThat(online.count()).isZero();
    }

    @Test
    void sendMsg_byOutsider_is403() {
        assertThat(send("dave").outcome()).isEqualTo("403 not-group-member");
    }

    @Test
    void sendMsg_toDissolvedGroup_is404() {
        setGroup("dissolved_time", 1L);
        assertThat(send("bob").outcome()).isEqualTo("404 group-not-found");
    }

    @Test
    void sendMsg_byMutedMember_is403InTheOriginalsWords() {
        // Given
        setMember("bob", "mute_type", 1);

        // When
        Reply reply = send("bob");

        // Then
        assertThat(reply.outcome()).isEqualTo("403 muted");
        assertThat(reply.errMsg()).isEqualTo("你已被禁言");
        assertThat(send("carol").status()).isEqualTo(200);
    }

    @Test
    void sendMsg_whileAllAreMuted_onlyCreatorAndAdminsSpeak() {
        // Given
        setGroup("mute_all_members", true);
        setMember("carol", "role", List.of("admin"));

        // Then
        assertThat(send("bob").outcome()).isEqualTo("403 muted");
        assertThat(send("alice").status()).isEqualTo(200);
        assertThat(send("carol").status()).isEqualTo(200);
    }

    @Test
    void sendMsg_mentions_keepMembersOnlyWithinOneCommandMore() {
        // Given
        send("bob");

        // When
        Reply reply = send("bob", "call_uid", List.of("carol", "dave", "carol", "alice"));

        // Then
        assertThat(reply.status()).isEqualTo(200);
        assertThat(commands.names()).hasSizeLessThanOrEqualTo(4);
        assertThat(mentionsOf(3)).containsExactly("carol", "alice");
    }

    @Test
    void sendMsg_mentionOfAll_isForAdmins() {
        assertThat(send("bob", "call_uid", List.of("all")).outcome()).isEqualTo("403 no-permission");
        assertThat(send("alice", "call_uid", List.of("all")).status()).isEqualTo(200);
        assertThat(mentionsOf(2)).containsExactly("all");
    }

    @Test
    void sendMsg_replyToMessageOutsideTheGroup_is404() {
        // Given
        String single = chats.text("bob", "alice", "private").id;

        // Then
        assertThat(send("bob", "about_msg_id", single).outcome()).isEqualTo("404 msg-not-found");
    }

    @Test
    void sendMsg_fanOutNotAccepted_isOursAndTheRepeatFansOut() {
        // Given
        invoker.refuse(new IllegalStateException("no queue"));
        Reply failed = send("bob", "unique_id", "u1");
        invoker.reset();

        // When
        Reply repeat = send("bob", "unique_id", "u1");

        // Then
        assertThat(failed.outcome()).isEqualTo("500 internal-error");
        assertThat(repeat.number("/data/seq")).isEqualTo(2);
        assertThat(invoker.payloads("sendMsgToGroup")).hasSize(1);
    }
}
