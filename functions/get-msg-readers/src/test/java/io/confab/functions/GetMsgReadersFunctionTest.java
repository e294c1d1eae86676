package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.confab.domain.message.Message;
import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;

@QuarkusTest
class GetMsgReadersFunctionTest extends FunctionTestBase {

    private Reply readers(String uid, Message message) {
        return call("getMsgReaders", uid, Map.of("msgId", message.id));
    }

    private static List<String> uids(JsonNode people) {
        List<String> uids = new ArrayList<>();
        people.forEach(person -> uids.add(person.get("_id").asText()));
        return uids;
    }

    @Test
    void getMsgReaders_group_areThoseWhoseMarkHasPassed() {
        // Given
        String group = chats.group("alice", "bob", "carol", "dave");
        Message message = chats.textToGroup("alice", group, "hi");
        clock.set(clock.millis() + 1_000);
        long readTime = clock.millis();
        chats.read("bob", "group_" + group);

        // When
        Reply reply = call(event("readers", Map.of("${message}", message.id)));

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(reply.number("/data/read_count")).isEqualTo(1);
        assertThat(reply.number("/data/unread_count")).isEqualTo(2);
        assertThat(reply.data().path("read"))
                .hasToString("[{\"_id\":\"bob\",\"nickname\":\"bob\",\"time\":" + readTime + "}]");
        assertThat(uids(reply.data().path("unread"))).containsExactly("carol", "dave");
        assertThat(reply.json().path("hasMore").asBoolean()).isFalse();
        assertThat(readers("dave", message).data()).isEqualTo(reply.data());
    }

    @Test
    void getMsgReaders_whoCameLaterOrHadLeft_isNotAsked() {
        // Given
        String group = chats.group("alice", "bob", "carol", "dave");
        Message message = chats.textToGroup("alice", group, "hi");
        side("carol", group, new Document("join_seq", message.seq));
        side("dave", group, new Document("leave_seq", message.seq - 1));

        // When
        Reply reply = readers("alice", message);

        // Then
        assertThat(uids(reply.data().path("unread"))).containsExactly("bob");
        assertThat(reply.number("/data/unread_count")).isEqualTo(1);
        assertThat(reply.data().path("read")).isEmpty();
    }

    private void side(String uid, String group, Document fields) {
        collection("uni-im-conversation")
                .updateOne(new Document("user_key", uid + "#group_" + group), new Document("$set", fields));
    }

    @Test
    void getMsgReaders_pages_firstReadThenUnread() {
        // Given
        String group = chats.group("alice", "bob", "carol", "dave", "erin");
        Message message = chats.textToGroup("alice", group, "hi");
        chats.read("dave", "group_" + group);
        chats.read("erin", "group_" + group);

        // When
        List<String> pages = new ArrayList<>();
        Map<String, Object> params = new HashMap<>(Map.of("msgId", message.id, "limit", 1));
        Reply reply;
        do {
            reply = call("getMsgReaders", "bob", params);
            pages.add(uids(reply.data().path("read")) + " " + uids(reply.data().path("unread")));
            assertThat(reply.number("/data/read_count")).isEqualTo(2);
            params.put("cursor", reply.text("/nextCursor"));
            assertThat(pages).hasSizeLessThan(10);
        } while (reply.json().path("hasMore").asBoolean());

        // Then
        assertThat(pages).containsExactly("[dave] []", "[erin] []", "[] [bob]", "[] [carol]");
    }

    @Test
    void getMsgReaders_singleChat_isTheReceiver() {
        // Given
        Message message = chats.text("alice", "bob", "hi");
        Message answer = chats.text("bob", "alice", "hello");
        chats.read("bob", message.conversationId);

        assertThat(uids(readers("alice", message).data().path("read"))).containsExactly("bob");
        assertThat(uids(readers("bob", answer).data().path("unread"))).containsExactly("alice");
    }

    @Test
    void getMsgReaders_notMineToSee_is404() {
        Message single = chats.text("bob", "carol", "hi");
        Message inGroup = chats.textToGroup("bob", chats.group("bob", "carol"), "hi");

        assertThat(readers("alice", single).outcome()).isEqualTo("404 msg-not-found");
        assertThat(readers("alice", inGroup).outcome()).isEqualTo("404 msg-not-found");
        assertThat(call(event("unknown")).outcome()).isEqualTo("404 msg-not-found");
        assertThat(call("getMsgReaders", "bob", Map.of()).outcome()).isEqualTo("400 param-error");
        assertThat(call("getMsgReaders", "bob", Map.of("msgId", single.id, "cursor", "x"))
                        .outcome())
                .isEqualTo("400 param-error");
    }

    @Test
    void getMsgReaders_whoLeftAndCameBack_countsByTheStayOfThatTime() {
        // Given: bob reads in his first stay, not in his second; carol the other way round
        String group = chats.group("alice", "bob", "carol", "dave");
        Message first = chats.textToGroup("alice", group, "first");
        clock.set(clock.millis() + 1_000);
        long readTime = clock.millis();
        chats.read("bob", "group_" + group);
        chats.leave("bob", group);
        chats.leave("carol", group);
        clock.set(clock.millis() + 1_000);
        Message missed = chats.textToGroup("alice", group, "missed");
        chats.invite("alice", group, "bob", "carol");
        Message second = chats.textToGroup("alice", group, "second");
        chats.read("carol", "group_" + group);
        chats.leave("bob", group);
        chats.leave("carol", group);
        chats.invite("alice", group, "bob", "carol");
        chats.read("bob", "group_" + group);

        // Then
        JsonNode ofFirst = readers("alice", first).data();
        assertThat(ofFirst.path("read"))
                .hasToString("[{\"_id\":\"bob\",\"nickname\":\"bob\",\"time\":" + readTime + "}]");
        assertThat(uids(ofFirst.path("unread"))).containsExactlyInAnyOrder("carol", "dave");
        assertThat(ofFirst.path("read_count").asInt() * 10
                        + ofFirst.path("unread_count").asInt())
                .isEqualTo(12);
        JsonNode ofMissed = readers("alice", missed).data();
        assertThat(uids(ofMissed.path("unread"))).containsExactly("dave");
        assertThat(ofMissed.path("read_count").asInt()).isZero();
        JsonNode ofSecond = readers("alice", second).data();
        assertThat(uids(ofSecond.path("read"))).containsExactly("carol");
        assertThat(uids(ofSecond.path("unread"))).containsExactlyInAnyOrder("bob", "dave");
        assertThat(ofSecond.path("unread_count").asInt()).isEqualTo(2);
    }

    @Test
    void getMsgReaders_manyStays_pageByPage() {
        // Given
        String group = chats.group("alice", "bob", "carol", "dave", "erin");
        Message message = chats.textToGroup("alice", group, "hi");
        chats.read("bob", "group_" + group);
        chats.read("dave", "group_" + group);
        for (String uid : List.of("bob", "carol")) {
            chats.leave(uid, group);
            chats.invite("alice", group, uid);
        }

        // When
        List<String> pages = new ArrayList<>();
        Map<String, Object> params = new HashMap<>(Map.of("msgId", message.id, "limit", 1));
        Reply reply;
        do {
            reply = call("getMsgReaders", "bob", params);
            pages.add(uids(reply.data().path("read")) + " " + uids(reply.data().path("unread")));
            params.put("cursor", reply.text("/nextCursor"));
            assertThat(pages).hasSizeLessThan(10);
        } while (reply.json().path("hasMore").asBoolean());

        // Then
        assertThat(pages).containsExactlyInAnyOrder("[dave] []", "[bob] []", "[] [erin]", "[] [carol]");
    }

    @Test
    void getMsgReaders_moreStaysThanAreKept_theOldestAreOne() {
        // Given
        String group = chats.group("alice", "bob");
        Message first = chats.textToGroup("alice", group, "first");
        chats.read("bob", "group_" + group);
        for (int i = 0; i < 53; i++) {
            chats.leave("bob", group);
            chats.invite("alice", group, "bob");
        }

        // Then
        List<Document> stays = collection("uni-im-conversation")
                .find(new Document("user_key", "bob#group_" + group))
                .first()
                .getList("stays", Document.class);
        assertThat(stays).hasSize(51);
        assertThat(stays.get(0)).containsEntry("join_seq", 0L).containsEntry("leave_seq", 6L);
        assertThat(stays.get(1)).containsEntry("join_seq", 7L);
        assertThat(uids(readers("alice", first).data().path("read"))).containsExactly("bob");
    }
}
