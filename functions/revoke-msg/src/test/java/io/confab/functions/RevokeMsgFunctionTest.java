package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.ids.ConversationIds;
import io.confab.domain.message.Message;
import io.confab.testing.FunctionTestBase;
import io.confab.testing.Users;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RevokeMsgFunctionTest extends FunctionTestBase {
    private static final long NOW = System.currentTimeMillis();
    private static final String ALICE_AND_BOB = ConversationIds.single("alice", "bob");

    private Reply revoke(String uid, String msgId) {
        return call("revokeMsg", uid, Map.of("msgId", msgId));
    }

    private Document message(String id) {
        return collection("uni-im-msg").find(new Document("_id", id)).first();
    }

    @Test
    void revokeMsg_ownMessage_isMaskedNotedAndPushedWithinSevenCommands() {
        // Given
        chats.text("alice", "bob", "first");
        Message message = chats.text("alice", "bob", "secret");
        users.connected("alice", "alice-web", "alice-1");
        users.connected("alice", "alice-phone", "alice-2");
        users.connected("bob", "phone", "bob-1");

        // When
        Reply reply = call(event("scalar-argument", Map.of("msg-1", message.id)));

        // Then
        assertThat(reply.json()).hasToString("{\"errCode\":0,\"errMsg\":\"\",\"data\":{}}");
        assertThat(commands.names()).hasSizeLessThanOrEqualTo(7);
        assertThat(message(message.id)).containsEntry("is_revoke", true);
        assertThat(message(message.id).getLong("update_time")).isGreaterThanOrEqualTo(message.updateTime);
        assertThat(stored("uni-im-conversation")).allSatisfy(side -> assertThat(side)
                .containsEntry("last_msg_note", "[消息已被撤回]")
                .containsEntry("update_time", message.createTime));
        assertThat(pushed("alice-1")).isEmpty();
        assertThat(pushed("alice-2")).hasSize(1);
        assertThat(pushed("bob-1")).singleElement().satisfies(frame -> {
            JsonNode push = frame.get("data");
            assertThat(push.get("title").asText()).isEmpty();
            assertThat(push.get("content").asText()).isEmpty();
            assertThat(push.at("/payload/type").asText()).isEqualTo("uni-im-revoke-msg");
            assertThat(push.at("/payload/data"))
                    .hasToString("{\"msg_id\":\"" + message.id + "\",\"create_time\":" + message.createTime
                            + ",\"conversation_id\":\"" + ALICE_AND_BOB + "\",\"user_id\":\"alice\"}");
        });
    }

    @Test
    void revokeMsg_olderMessage_leavesTheNoteOfTheNewest() {
        // Given
        Message message = chats.text("alice", "bob", "oops");
        chats.text("alice", "bob", "newest");

        // When
        revoke("alice", message.id);

        // Then
        assertThat(stored("uni-im-conversation"))
                .allSatisfy(side -> assertThat(side).containsEntry("last_msg_note", "newest"));
    }

    @Test
    void revokeMsg_twice_isASuccessThatDoesNothing() {
        // Given
        Message message = chats.text("alice", "bob", "oops");
        users.connected("bob", "phone", "bob-1");
        revoke("alice", message.id);
        long updateTime = message(message.id).getLong("update_time");
        clock.set(NOW + 3_600_000);

        // When
        Reply again = revoke("alice", message.id);

        // Then: also when the window is over by now
        assertThat(again.outcome()).isEqualTo("200 0");
        assertThat(message(message.id)).containsEntry("update_time", updateTime);
        assertThat(pushed("bob-1")).hasSize(1);
    }

    @Test
    void revokeMsg_withinAndBeyondTheWindow_isAllowedAndRefused() {
        // Given
        clock.set(NOW);
        Message message = chats.text("alice", "bob", "one");
        Message other = chats.text("alice", "bob", "two");

        // Then
        clock.set(NOW + 120_000);
        assertThat(revoke("alice", message.id).outcome()).isEqualTo("200 0");
        clock.set(NOW + 120_001);
        assertThat(revoke("alice", other.id).outcome()).isEqualTo("403 10004");
        assertThat(message(other.id)).containsEntry("is_revoke", false);
    }

    @Test
    void revokeMsg_othersMessage_is403ToTheReceiverAnd404ToEverybodyElse() {
        // Given
        Message message = chats.text("alice", "bob", "hi");

        // Then
        assertThat(revoke("bob", message.id).outcome()).isEqualTo("403 no-permission");
        assertThat(revoke("carol", message.id).outcome()).isEqualTo("404 msg-not-found");
        assertThat(revoke("carol", "no-such-message").outcome()).isEqualTo("404 msg-not-found");
        assertThat(message(message.id)).containsEntry("is_revoke", false);
    }

    @Test
    void revokeMsg_byImAdmin_isAllowedAnywhereAnytime() {
        // Given
        Message message = chats.text("alice", "bob", "hi");
        users.add("erin", Map.of("role", List.of("uni-im-admin")));
        users.connected("bob", "phone", "bob-1");
        users.connected("erin", "web", "erin-1");
        clock.set(NOW + 3_600_000);

        // When
        Reply reply = revoke("erin", message.id);

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(pushed("bob-1").get(0).at("/data/payload/data/user_id").asText())
                .isEqualTo("erin");
        assertThat(message(message.id)).containsEntry("is_revoke", true);
    }

    @Test
    void revokeMsg_inGroup_dependsOnRoleAndFansOut() {
        // Given
        String group = chats.group("alice", "bob", "carol");
        clock.set(NOW);
        Message message = chats.textToGroup("bob", group, "hi");
        forgetEffects();
        clock.set(NOW + 3_600_000);

        // Then
        assertThat(revoke("dave", message.id).outcome()).isEqualTo("404 msg-not-found");
        assertThat(revoke("carol", message.id).outcome()).isEqualTo("403 no-permission");
        assertThat(revoke("bob", message.id).outcome()).isEqualTo("403 10004");
        assertThat(invoker.invocations()).isEmpty();

        // When
        Reply reply = revoke("alice", message.id);

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(commands.names()).hasSizeLessThanOrEqualTo(7);
        assertThat(collection("uni-im-group").find().first())
                .containsEntry("last_msg_note", "[消息已被撤回]")
                .containsEntry("update_time", message.createTime);
        List<ObjectNode> fanOuts = invoker.payloads("sendMsgToGroup");
        assertThat(fanOuts).singleElement().satisfies(event -> {
            assertThat(event.at("/pushParam/payload/data/group_id").asText()).isEqualTo(group);
            assertThat(event.at("/pushParam/payload/data/user_id").asText()).isEqualTo("alice");
            assertThat(event.at("/pushParam/settings/strategy/default").asInt()).isEqualTo(3);
            assertThat(event.get("appId").asText()).isEqualTo(Users.APP);
        });
    }

    @Test
    void revokeMsg_systemMessage_is403() {
        // Given
        chats.group("alice", "bob");
        String notice = stored("uni-im-msg").get(0).getString("_id");

        // Then
        assertThat(revoke("alice", notice).outcome()).isEqualTo("403 no-permission");
    }

    @Test
    void revokeMsg_badParameter_is400() {
        assertThat(call(event("no-id")).outcome()).isEqualTo("400 param-error");
        assertThat(call("revokeMsg", "alice", "{\"params\":[5]}").errMsg()).startsWith("msgId");
        assertThat(call("revokeMsg", "alice", "{\"params\":\"\"}").outcome()).isEqualTo("400 param-error");
    }
}
