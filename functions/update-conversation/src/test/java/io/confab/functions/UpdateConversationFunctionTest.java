package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.ids.ConversationIds;
import io.confab.domain.inbox.ConversationList;
import io.confab.domain.inbox.ConversationListRequest;
import io.confab.domain.inbox.ConversationPage;
import io.confab.domain.user.ClientInfo;
import io.confab.domain.user.TokenBearer;
import io.confab.testing.FunctionTestBase;
import io.confab.wire.ConversationJson;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.bson.Document;
import org.junit.jupiter.api.Test;

@QuarkusTest
class UpdateConversationFunctionTest extends FunctionTestBase {
    private static final String ALICE_AND_BOB = ConversationIds.single("alice", "bob");

    @Inject
    ConversationList lists;

    private Reply update(String conversationId, String field, Object value) {
        Map<String, Object> params = new HashMap<>(Map.of("conversation_id", conversationId));
        params.put(field, value);
        return call("updateConversation", "alice", params);
    }

    private record Listed(List<ObjectNode> data, long unreadTotal) {}

    private Listed list(String uid, Optional<String> conversationId) {
        TokenBearer bearer =
                new TokenBearer(uid, "t", System.currentTimeMillis() / 1000, Long.MAX_VALUE, ClientInfo.UNKNOWN);
        ConversationPage page = lists.page(
                        bearer,
                        new ConversationListRequest(
                                500, OptionalLong.empty(), OptionalInt.empty(), conversationId, Optional.empty()))
                .answer();
        return new Listed(ConversationJson.page(page).data(), page.unreadTotal());
    }

    private JsonNode conversation(String uid, String id) {
        return list(uid, Optional.of(id)).data().get(0);
    }

    @Test
    void updateConversation_severalFields_showInMyListAloneAndKeepTheTime() {
        // Given
        chats.text("bob", "alice", "hi");
        JsonNode before = conversation("alice", ALICE_AND_BOB);
        JsonNode bobs = conversation("bob", ALICE_AND_BOB);

        // When
        Reply reply = call(event("pin"));

        // Then
        assertThat(reply.json()).hasToString("{\"errCode\":0,\"errMsg\":\"\",\"data\":{}}");
        JsonNode after = conversation("alice", ALICE_AND_BOB);
        assertThat(after.get("pinned").asBoolean()).isTrue();
        assertThat(after.get("draft").asText()).isEqualTo("so far");
        assertThat(after.get("mute").asBoolean()).isFalse();
        assertThat(after.get("hidden").asBoolean()).isFalse();
        assertThat(after.get("update_time")).isEqualTo(before.get("update_time"));
        assertThat(conversation("bob", ALICE_AND_BOB)).isEqualTo(bobs);
    }

    @Test
    void updateConversation_offAgain_isOff() {
        chats.text("bob", "alice", "hi");
        call(event("pin"));

        update(ALICE_AND_BOB, "pinned", false);
        update(ALICE_AND_BOB, "draft", "");

        JsonNode after = conversation("alice", ALICE_AND_BOB);
        assertThat(after.get("pinned").asBoolean()).isFalse();
        assertThat(after.get("draft").asText()).isEmpty();
    }

    @Test
    void updateConversation_muteInSingleAndGroup_showsAndLeavesTheTotal() {
        // Given
        chats.text("bob", "alice", "hi");
        String group = chats.group("bob", "alice");
        chats.textToGroup("bob", group, "hi all");
        assertThat(list("alice", Optional.empty()).unreadTotal()).isEqualTo(2);

        // When
        update(ALICE_AND_BOB, "mute", true);
        update(ConversationIds.group(group), "mute", true);

        // Then
        assertThat(list("alice", Optional.empty()).unreadTotal()).isZero();
        assertThat(list("alice", Optional.empty()).data()).hasSize(2).allSatisfy(conversation -> assertThat(
                        conversation.get("mute").asBoolean())
                .isTrue());
        assertThat(collection("uni-im-group-member")
                        .find(new Document("member_key", group + "#alice"))
                        .first())
                .as("where a hop reads it")
                .containsEntry("do_not_disturb", true);
        assertThat(conversation("bob", ConversationIds.group(group)).get("mute").asBoolean())
                .isFalse();
        update(ConversationIds.group(group), "mute", false);
        assertThat(list("alice", Optional.empty()).unreadTotal()).isEqualTo(1);
    }

    @Test
    void updateConversation_hidden_isAwayUntilTheNextMessageOrShown() {
        // Given
        chats.text("bob", "alice", "one");

        // When
        update(ALICE_AND_BOB, "hidden", true);

        // Then
        assertThat(list("alice", Optional.empty()).data()).isEmpty();
        assertThat(conversation("alice", ALICE_AND_BOB).get("hidden").asBoolean())
                .isTrue();
        update(ALICE_AND_BOB, "hidden", false);
        assertThat(list("alice", Optional.empty()).data()).hasSize(1);
        update(ALICE_AND_BOB, "hidden", true);
        chats.text("bob", "alice", "two");
        assertThat(list("alice", Optional.empty()).data()).singleElement().satisfies(conversation -> assertThat(
                        conversation.get("unread_count").asInt())
                .isEqualTo(2));
    }

    @Test
    void updateConversation_groupNotificationSeen_isCleared() {
        // Given
        String id = ConversationIds.group(chats.group("bob", "alice"));
        collection("uni-im-conversation")
                .updateMany(
                        new Document("id", id),
                        new Document("$set", new Document("has_unread_group_notification", true)));

        // When
        update(id, "has_unread_group_notification", false);

        // Then
        assertThat(conversation("alice", id)
                        .get("has_unread_group_notification")
                        .asBoolean())
                .isFalse();
        assertThat(conversation("bob", id).get("has_unread_group_notification").asBoolean())
                .isTrue();
    }

    @Test
    void updateConversation_memberWithoutDocument_getsOne() {
        String group = chats.group("bob", "alice");
        collection("uni-im-conversation").deleteOne(new Document("user_id", "alice"));

        assertThat(update(ConversationIds.group(group), "pinned", true).status())
                .isEqualTo(200);

        assertThat(conversation("alice", ConversationIds.group(group))
                        .get("pinned")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void updateConversation_notMine_is403() {
        chats.text("bob", "carol", "hi");
        String group = chats.group("bob", "carol");

        assertThat(update(ConversationIds.single("bob", "carol"), "pinned", true)
                        .outcome())
                .isEqualTo("403 no-permission");
        assertThat(update("single_none", "pinned", true).outcome()).isEqualTo("403 no-permission");
        assertThat(update("nonsense", "pinned", true).outcome()).isEqualTo("403 no-permission");
        assertThat(update(ConversationIds.group(group), "pinned", true).outcome())
                .isEqualTo("403 not-group-member");
        assertThat(update("group_none", "pinned", true).outcome()).isEqualTo("403 not-group-member");
    }

    @Test
    void updateConversation_badParameters_are400() {
        chats.text("bob", "alice", "hi");

        assertThat(call(event("nothing")).outcome()).isEqualTo("400 param-error");
        assertThat(call("updateConversation", "alice", Map.of("pinned", true)).outcome())
                .isEqualTo("400 param-error");
        assertThat(update(ALICE_AND_BOB, "pinned", 1).outcome()).isEqualTo("400 param-error");
        assertThat(update(ALICE_AND_BOB, "has_unread_group_notification", true).outcome())
                .isEqualTo("400 param-error");
        assertThat(update(ALICE_AND_BOB, "draft", "x".repeat(5_001)).outcome()).isEqualTo("400 param-error");
        assertThat(update(ALICE_AND_BOB, "draft", "x".repeat(5_000)).status()).isEqualTo(200);
    }
}
