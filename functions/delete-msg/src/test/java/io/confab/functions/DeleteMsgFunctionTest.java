package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.confab.domain.history.HistoryRequest;
import io.confab.domain.history.MessageHistory;
import io.confab.domain.inbox.ConversationList;
import io.confab.domain.inbox.ConversationListRequest;
import io.confab.domain.message.Message;
import io.confab.domain.readmark.ReadMarks;
import io.confab.domain.user.ClientInfo;
import io.confab.domain.user.TokenBearer;
import io.confab.testing.FunctionTestBase;
import io.confab.wire.ConversationJson;
import io.confab.wire.MessageJson;
import io.confab.wire.ReplyPage;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DeleteMsgFunctionTest extends FunctionTestBase {
    private static final long FAR_FUTURE = 4_102_444_800_000L;

    @Inject
    MessageHistory history;

    @Inject
    ConversationList lists;

    @Inject
    ReadMarks marks;

    private Reply delete(String uid, Message message) {
        return call("deleteMsg", uid, Map.of("msgId", message.id));
    }

    private static TokenBearer bearer(String uid) {
        return new TokenBearer(uid, "t", System.currentTimeMillis() / 1000, FAR_FUTURE, ClientInfo.UNKNOWN);
    }

    private ReplyPage page(String uid, String conversationId, HistoryRequest.Selector selector, int limit) {
        return ReplyPage.of(
                history.page(bearer(uid), new HistoryRequest(conversationId, selector, limit, Optional.empty()))
                        .answer(),
                MessageJson::message);
    }

    /** The numbers that a user sees, oldest first. */
    private List<Long> seen(String uid, String conversationId) {
        return page(uid, conversationId, new HistoryRequest.AfterSeq(0), 200).data().stream()
                .map(message -> message.get("seq").asLong())
                .toList();
    }

    private JsonNode listed(String uid) {
        return ConversationJson.page(lists.page(
                                bearer(uid),
                                new ConversationListRequest(
                                        500,
                                        OptionalLong.empty(),
                                        OptionalInt.empty(),
                                        Optional.empty(),
                                        Optional.empty()))
                        .answer())
                .data()
                .get(0);
    }

    @Test
    void deleteMsg_newestUnread_isHiddenFromItsReaderAlone() {
        // Given
        Message first = chats.text("bob", "alice", "first");
        Message second = chats.text("bob", "alice", "second");

        // When
        Reply reply = call(event("delete", Map.of("${message}", second.id)));

        // Then
        assertThat(reply.json()).hasToString("{\"errCode\":0,\"errMsg\":\"\",\"data\":{}}");
        assertThat(seen("alice", first.conversationId)).containsExactly(1L);
        assertThat(seen("bob", first.conversationId)).containsExactly(1L, 2L);
        JsonNode mine = listed("alice");
        assertThat(mine.path("unread_count").asLong()).isEqualTo(1);
        assertThat(mine.path("last_msg_note").asText()).isEqualTo("first");
        assertThat(mine.at("/msgList/0/_id").asText()).isEqualTo(first.id);
        assertThat(mine.path("update_time").asLong()).isEqualTo(second.createTime);
        assertThat(listed("bob").path("last_msg_note").asText()).isEqualTo("second");
    }

    @Test
    void deleteMsg_everything_leavesAnEmptyConversationUntilTheNextMessage() {
        // Given
        List<Message> all = List.of(chats.text("bob", "alice", "one"), chats.text("alice", "bob", "two"));

        // When
        all.forEach(message -> delete("alice", message));

        // Then
        assertThat(listed("alice").path("msgList")).isEmpty();
        assertThat(listed("alice").path("last_msg_note").asText()).isEmpty();
        assertThat(listed("alice").path("unread_count").asLong()).isZero();
        chats.text("bob", "alice", "three");
        assertThat(listed("alice").path("last_msg_note").asText()).isEqualTo("three");
        assertThat(listed("alice").path("unread_count").asLong()).isEqualTo(1);
    }

    @Test
    void deleteMsg_ownRevokedAndSystemMessagesOfAGroup_countOnce() {
        // Given: 1 system, 2 own, 3 revoked, 4 and 5 plain
        String group = chats.group("bob", "alice");
        Message own = chats.textToGroup("alice", group, "own");
        Message revoked = chats.textToGroup("bob", group, "revoked");
        chats.revoke("bob", revoked);
        Message deleted = chats.textToGroup("bob", group, "deleted", "alice");
        chats.textToGroup("bob", group, "kept");
        Message joined = messages(group).get(0);

        // When
        List<Reply> replies = List.of(
                delete("alice", own), delete("alice", revoked), delete("alice", deleted), delete("alice", joined));

        // Then
        assertThat(replies).allSatisfy(reply -> assertThat(reply.outcome()).isEqualTo("200 0"));
        assertThat(seen("alice", "group_" + group)).containsExactly(5L);
        assertThat(listed("alice").path("unread_count").asLong()).isEqualTo(1);
        assertThat(listed("alice").has("mentioned_seq")).isFalse();
        assertThat(listed("bob").path("unread_count").asLong()).isEqualTo(1);
    }

    private List<Message> messages(String group) {
        return page("bob", "group_" + group, new HistoryRequest.AfterSeq(0), 200).data().stream()
                .map(json -> {
                    Message message = new Message();
                    message.id = json.get("_id").asText();
                    return message;
                })
                .toList();
    }

    @Test
    void deleteMsg_twice_isTheSame() {
        // Given
        Message message = chats.text("bob", "alice", "hi");
        delete("alice", message);

        // When
        Reply again = delete("alice", message);

        // Then
        assertThat(again.outcome()).isEqualTo("200 0");
        assertThat(stored("uni-im-conversation"))
                .filteredOn(side -> side.getString("user_id").equals("alice"))
                .singleElement()
                .satisfies(side ->
                        assertThat(side.getList("deleted", Document.class)).hasSize(1));
        assertThat(listed("alice").path("unread_count").asLong()).isZero();
    }

    @Test
    void deleteMsg_page_isFilledUp() {
        // Given
        List<Message> all = IntStream.rangeClosed(1, 10)
                .mapToObj(i -> chats.text("bob", "alice", "m" + i))
                .toList();

        // When
        for (int i = 2; i < 8; i++) {
            delete("alice", all.get(i));
        }

        // Then
        ReplyPage page = page("alice", all.get(0).conversationId, new HistoryRequest.AfterSeq(0), 3);
        assertThat(page.data()).extracting(json -> json.get("seq").asLong()).containsExactly(1L, 2L, 9L);
        assertThat(page.nextCursor()).isPresent();
        assertThat(page("alice", all.get(0).conversationId, new HistoryRequest.ById(all.get(4).id), 30)
                        .data())
                .isEmpty();
    }

    @Test
    void deleteMsg_hundreds_moveToTheArchive() {
        // Given
        String conversationId = chats.text("bob", "alice", "m1").conversationId;
        List<Document> kept = new ArrayList<>();
        IntStream.rangeClosed(1, 500)
                .forEach(seq -> kept.add(new Document("seq", (long) seq).append("countable", true)));
        collection("uni-im-conversation")
                .updateOne(
                        new Document("user_key", "alice#" + conversationId),
                        new Document(
                                "$set",
                                new Document("deleted", kept)
                                        .append("read_seq", 400L)
                                        .append("read_n", 400L)));
        Document log = collection("uni-im-msg").find().first();
        collection("uni-im-msg")
                .insertMany(IntStream.rangeClosed(2, 502)
                        .mapToObj(seq -> new Document(log)
                                .append("_id", "m" + seq)
                                .append("seq", (long) seq)
                                .append("seq_key", conversationId + "#" + seq)
                                .append("send_key", "bob#" + seq)
                                .append("n", (long) seq)
                                .append("own_n", (long) seq))
                        .toList());
        Message next = new Message();
        next.id = "m501";

        // When
        Reply reply = delete("alice", next);

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(seen("alice", conversationId)).containsExactly(502L);
        assertThat(listed("alice").path("unread_count").asLong()).isEqualTo(1);
        Document side = stored("uni-im-conversation").stream()
                .filter(each -> each.getString("user_id").equals("alice"))
                .findFirst()
                .orElseThrow();
        assertThat(side.getList("deleted", Document.class)).hasSize(251);
        assertThat(stored("uni-im-msg-deleted"))
                .extracting(bucket -> bucket.getString("_id"))
                .containsExactly("alice#" + conversationId + "#0");
    }

    @Test
    void deleteMsg_fiveHundredUnread_isRefusedUntilTheyAreRead() {
        // Given
        Message first = chats.text("bob", "alice", "m1");
        List<Document> kept = IntStream.rangeClosed(2, 501)
                .mapToObj(seq -> new Document("seq", (long) seq).append("countable", true))
                .toList();
        collection("uni-im-conversation")
                .updateOne(
                        new Document("user_key", "alice#" + first.conversationId),
                        new Document("$set", new Document("deleted", kept)));

        // When
        Reply reply = delete("alice", first);

        // Then
        assertThat(reply.outcome()).isEqualTo("429 rate-limited");
        assertThat(seen("alice", first.conversationId)).containsExactly(1L);
    }

    @Test
    void clearUnreadCount_onlyDeletedUnread_tellsNobody() {
        // Given
        Message message = chats.text("bob", "alice", "hi");
        delete("alice", message);
        users.connected("bob", "phone", "bob-1");
        forgetEffects();

        // When
        marks.clear(bearer("alice"), message.conversationId, OptionalLong.empty());

        // Then
        assertThat(pushed("bob-1")).isEmpty();
    }

    @Test
    void deleteMsg_notMineToSee_is404() {
        Message single = chats.text("bob", "carol", "hi");
        Message inGroup = chats.textToGroup("bob", chats.group("bob", "carol"), "hi");

        assertThat(delete("alice", single).outcome()).isEqualTo("404 msg-not-found");
        assertThat(delete("alice", inGroup).outcome()).isEqualTo("404 msg-not-found");
        assertThat(call("deleteMsg", "alice", Map.of("msgId", "none")).outcome())
                .isEqualTo("404 msg-not-found");
        assertThat(call(event("without-message")).outcome()).isEqualTo("400 param-error");
        assertThat(call("deleteMsg", "nobody", Map.of("msgId", single.id)).outcome())
                .isEqualTo("401 uni-id-check-token-failed");
    }
}
