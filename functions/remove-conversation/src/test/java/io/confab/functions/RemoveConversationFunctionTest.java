package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.domain.ids.ConversationIds;
import io.confab.domain.inbox.ConversationList;
import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RemoveConversationFunctionTest extends FunctionTestBase {
    private static final String ALICE_AND_BOB = ConversationIds.single("alice", "bob");

    private Reply remove(String conversationId) {
        return call("removeConversation", "alice", Map.of("conversation_id", conversationId));
    }

    @Inject
    ConversationList list;

    private Document stored(String uid, String conversationId) {
        return collection("uni-im-conversation")
                .find(new Document("user_key", uid + "#" + conversationId))
                .first();
    }

    private Long hiddenAtSeq(String uid, String conversationId) {
        return stored(uid, conversationId).getLong("hidden_at_seq");
    }

    @Test
    void removeConversation_own_isHiddenForMeAlone() {
        // Given
        chats.text("bob", "alice", "one");
        chats.text("bob", "alice", "two");

        // When
        Reply reply = call(event("own"));

        // Then
        assertThat(reply.json()).hasToString("{\"errCode\":0,\"errMsg\":\"\",\"data\":{}}");
        assertThat(hiddenAtSeq("alice", ALICE_AND_BOB)).isEqualTo(2);
        assertThat(hiddenAtSeq("bob", ALICE_AND_BOB)).isZero();
    }

    @Test
    void removeConversation_headBehindItsLog_hidesTheNewestMessageToo() {
        chats.text("bob", "alice", "one");
        collection("uni-im-conversation")
                .updateMany(new Document(), new Document("$set", new Document("last_seq", 0L)));

        remove(ALICE_AND_BOB);

        assertThat(hiddenAtSeq("alice", ALICE_AND_BOB)).isEqualTo(1);
    }

    @Test
    void removeConversation_group_isHiddenForMeAlone() {
        String group = chats.group("bob", "alice");
        chats.textToGroup("bob", group, "hi");

        assertThat(remove(ConversationIds.group(group)).status()).isEqualTo(200);
        assertThat(remove(ConversationIds.group(group)).status()).isEqualTo(200);

        assertThat(hiddenAtSeq("alice", ConversationIds.group(group))).isEqualTo(2);
        assertThat(hiddenAtSeq("bob", ConversationIds.group(group))).isZero();
    }

    @Test
    void removeConversation_notMine_is403() {
        chats.text("bob", "carol", "hi");
        String group = chats.group("bob", "carol");

        assertThat(call(event("foreign")).outcome()).isEqualTo("403 no-permission");
        assertThat(remove("single_none").outcome()).isEqualTo("403 no-permission");
        assertThat(remove(ConversationIds.group(group)).outcome()).isEqualTo("403 not-group-member");
        assertThat(remove("group_none").outcome()).isEqualTo("403 not-group-member");
        assertThat(call("removeConversation", "alice", Map.of()).outcome()).isEqualTo("400 param-error");
    }

    @Test
    void removeConversation_withThreeUnread_showsOneAtTheNextMessage() {
        // Given
        String group = chats.group("bob", "alice");
        for (String text : List.of("one", "two", "three")) {
            chats.text("bob", "alice", text);
            chats.textToGroup("bob", group, text, "alice");
        }
        assertThat(list.unreadTotal("alice")).isEqualTo(6);

        // When
        remove(ALICE_AND_BOB);
        remove(ConversationIds.group(group));
        chats.text("bob", "alice", "four");
        chats.textToGroup("bob", group, "four");

        // Then: in the list; the others still see three unread ones each
        assertThat(list.unreadTotal("alice")).isEqualTo(2);
        assertThat(stored("alice", ALICE_AND_BOB).getLong("read_seq")).isZero();
        assertThat(stored("bob", ALICE_AND_BOB).getLong("peer_read_seq")).isNull();
        chats.revoke("bob", chats.text("bob", "alice", "five"));
        assertThat(list.unreadTotal("alice")).isEqualTo(2);
    }

    @Test
    void removeConversation_againAndAgain_growsAndShowingLeavesIt() {
        // Given
        chats.text("bob", "alice", "one");
        remove(ALICE_AND_BOB);
        chats.text("bob", "alice", "two");
        chats.text("alice", "bob", "three");
        remove(ALICE_AND_BOB);
        remove(ALICE_AND_BOB);
        set("uni-im-conversation", "user_key", "alice#" + ALICE_AND_BOB, "hidden_at_seq", -1L);
        assertThat(list.unreadTotal("alice")).isZero();

        // When
        chats.text("bob", "alice", "four");

        // Then
        Document side = stored("alice", ALICE_AND_BOB);
        assertThat(side.getLong("removed_seq")).isEqualTo(3);
        assertThat(side.getLong("removed_n")).isEqualTo(2);
        assertThat(list.unreadTotal("alice")).isEqualTo(1);
        assertThat(list.unreadTotal("bob")).isEqualTo(1);
    }

    @Test
    void removeConversation_ofBefore_keepsItsOldCount() {
        chats.text("bob", "alice", "one");
        set("uni-im-conversation", "user_key", "alice#" + ALICE_AND_BOB, "hidden_at_seq", 1L);

        chats.text("bob", "alice", "two");

        assertThat(list.unreadTotal("alice")).isEqualTo(2);
    }
}
