package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.confab.domain.message.Message;
import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ForwardMsgFunctionTest extends FunctionTestBase {

    private Reply forward(Map<String, ?> params) {
        Map<String, Object> all = new HashMap<>(Map.of("appId", "__UNI__CONFAB"));
        all.putAll(params);
        return call("forwardMsg", "alice", all);
    }

    private List<Document> storedSince(int before) {
        List<Document> all = stored("uni-im-msg");
        return all.subList(before, all.size());
    }

    @Test
    void forwardMsg_merged_isOneHistoryMessage() {
        // Given
        Message first = chats.text("bob", "alice", "question?");
        Message second = chats.text("alice", "bob", "answer!");
        users.connected("carol", "phone", "carol-1");

        // When
        Reply reply = call(event("merged", Map.of("${first}", first.id, "${second}", second.id)));

        // Then
        assertThat(reply.outcome()).as(reply.errMsg()).isEqualTo("200 0");
        assertThat(reply.data()).hasSize(1);
        assertThat(reply.data().get(0).size()).isEqualTo(3);
        assertThat(reply.number("/data/0/seq")).isEqualTo(1);
        JsonNode pushed = pushed("carol-1").get(0).at("/data/payload/data");
        assertThat(pushed.path("_id").asText()).isEqualTo(reply.text("/data/0/_id"));
        assertThat(pushed.path("conversation_id").asText()).isEqualTo(reply.text("/data/0/conversation_id"));
        Document message = storedSince(2).get(0);
        assertThat(message).containsEntry("type", "history").containsEntry("from_uid", "alice");
        Document body = message.get("body", Document.class);
        assertThat(body).containsEntry("title", "bob和alice的聊天记录");
        assertThat(body.getList("msgList", Document.class))
                .extracting(record -> record.getString("from_uid") + ": " + record.getString("body"))
                .containsExactly("bob: question?", "alice: answer!");
        assertThat(body.getList("msgList", Document.class).get(0))
                .containsEntry("_id", first.id)
                .containsEntry("type", "text")
                .containsEntry("nickname", "bob")
                .containsEntry("create_time", first.createTime);
    }

    @Test
    void forwardMsg_oneByOne_keepsTypeAndBodyAndOrder() {
        // Given
        Message first = chats.text("bob", "alice", "one");
        String from = chats.group("bob", "alice");
        Message second = chats.textToGroup("bob", from, "two", "alice");
        String group = chats.group("alice", "dave");
        chats.text("carol", "alice", "hello");
        int before = stored("uni-im-msg").size();

        // When
        Reply reply = forward(Map.of(
                "msgIds",
                List.of(second.id, first.id, second.id),
                "to_uids",
                List.of("carol", "erin"),
                "group_ids",
                List.of(group)));

        // Then
        assertThat(reply.data()).hasSize(6);
        assertThat(IntStream.range(0, 6).mapToObj(i -> reply.number("/data/" + i + "/seq")))
                .containsExactly(2L, 3L, 1L, 2L, 2L, 3L);
        assertThat(storedSince(before))
                .extracting(message -> message.getString("body"))
                .containsExactly("two", "one", "two", "one", "two", "one");
        assertThat(storedSince(before)).allSatisfy(message -> assertThat(message)
                .containsEntry("from_uid", "alice")
                .doesNotContainKeys("call_uid", "about_msg_id"));
        assertThat(invoker.payloads("sendMsgToGroup")).hasSize(2 + 3);
        assertThat(stored("uni-im-conversation"))
                .filteredOn(side -> "carol".equals(side.getString("user_id")))
                .singleElement()
                .satisfies(side ->
                        assertThat(side).containsEntry("last_msg_note", "one").containsEntry("last_seq", 3L));
    }

    @Test
    void forwardMsg_again_storesNothingTwiceEvenWhenTheSourceIsRevoked() {
        // Given
        Message source = chats.text("bob", "alice", "hi");
        Map<String, ?> params =
                Map.of("msgIds", List.of(source.id), "to_uids", List.of("carol", "dave"), "unique_id", "f1");
        Reply first = forward(params);
        chats.revoke("bob", source);

        // When
        Reply again = forward(params);

        // Then
        assertThat(again.outcome()).isEqualTo("200 0");
        assertThat(again.data()).isEqualTo(first.data());
        assertThat(stored("uni-im-msg")).hasSize(3);
        assertThat(forward(Map.of("msgIds", List.of(source.id), "to_uids", List.of("carol")))
                        .outcome())
                .isEqualTo("404 msg-not-found");
    }

    @Test
    void forwardMsg_oneTargetClosed_storesNothing() {
        // Given
        Message source = chats.text("bob", "alice", "hi");
        String closed = chats.group("bob", "carol");

        // When
        Reply reply = forward(
                Map.of("msgIds", List.of(source.id), "to_uids", List.of("carol"), "group_ids", List.of(closed)));

        // Then
        assertThat(reply.outcome()).isEqualTo("403 not-group-member");
        assertThat(stored("uni-im-msg")).hasSize(2);
        assertThat(forward(Map.of("msgIds", List.of(source.id), "to_uids", List.of("carol", "nobody")))
                        .outcome())
                .isEqualTo("404 user-not-found");
        assertThat(forward(Map.of("msgIds", List.of(source.id), "group_ids", List.of("none")))
                        .outcome())
                .isEqualTo("404 group-not-found");
        assertThat(stored("uni-im-msg")).hasSize(2);
    }

    @Test
    void forwardMsg_sourceNotVisible_is404() {
        // Given
        Message mine = chats.text("bob", "alice", "hi");
        Message others = chats.text("bob", "carol", "secret");
        Message revoked = chats.text("bob", "alice", "revoked");
        chats.revoke("bob", revoked);
        Message deleted = chats.text("bob", "alice", "deleted");
        collection("uni-im-conversation")
                .updateOne(
                        new Document("user_key", "alice#" + deleted.conversationId),
                        new Document(
                                "$set",
                                new Document(
                                        "deleted",
                                        List.of(new Document("seq", deleted.seq).append("countable", true)))));
        String group = chats.group("alice", "bob");
        String system = collection("uni-im-msg")
                .find(new Document("group_id", group))
                .first()
                .getString("_id");

        for (String id : List.of(others.id, revoked.id, deleted.id, system, "none")) {
            assertThat(forward(Map.of("msgIds", List.of(mine.id, id), "to_uids", List.of("dave")))
                            .outcome())
                    .as(id)
                    .isEqualTo("404 msg-not-found");
        }
    }

    @Test
    void forwardMsg_nestedTooDeepOrTooLarge_isRefused() {
        // Given
        Message text = chats.text("bob", "alice", "x".repeat(30_000));
        String id = text.id;

        // When
        for (int depth = 1; depth <= 3; depth++) {
            Reply reply = forward(Map.of("msgIds", List.of(id), "to_uids", List.of("carol"), "merge", true));
            assertThat(reply.outcome()).as("depth " + depth).isEqualTo("200 0");
            id = reply.text("/data/0/_id");
        }

        // Then
        assertThat(forward(Map.of("msgIds", List.of(id), "to_uids", List.of("carol"), "merge", true))
                        .outcome())
                .isEqualTo("400 param-error");
        Message other = chats.text("bob", "alice", "y".repeat(30_000));
        assertThat(forward(Map.of("msgIds", List.of(text.id, other.id), "to_uids", List.of("carol"), "merge", true))
                        .outcome())
                .isEqualTo("413 body-too-large");
    }

    @Test
    void forwardMsg_badRequest_isRefused() {
        List<String> many = IntStream.range(0, 101).mapToObj(i -> "m" + i).toList();

        assertThat(call(event("to-nobody")).outcome()).isEqualTo("400 param-error");
        assertThat(forward(Map.of("to_uids", List.of("carol"))).outcome()).isEqualTo("400 param-error");
        assertThat(forward(Map.of("msgIds", many, "to_uids", List.of("carol"))).outcome())
                .isEqualTo("400 param-error");
        assertThat(forward(Map.of(
                                "msgIds",
                                List.of("m"),
                                "to_uids",
                                many.subList(0, 15),
                                "group_ids",
                                many.subList(0, 6)))
                        .outcome())
                .isEqualTo("400 param-error");
        assertThat(forward(Map.of("msgIds", List.of("m"), "to_uids", List.of("alice")))
                        .outcome())
                .isEqualTo("400 param-error");
        assertThat(call("forwardMsg", "alice", Map.of("msgIds", List.of("m"), "to_uids", List.of("bob")))
                        .errMsg())
                .startsWith("appId");
    }
}
