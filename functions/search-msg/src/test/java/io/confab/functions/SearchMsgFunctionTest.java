package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.confab.domain.deletion.MessageDeleting;
import io.confab.domain.message.Message;
import io.confab.domain.text.Folding;
import io.confab.domain.user.ClientInfo;
import io.confab.domain.user.TokenBearer;
import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.types.Binary;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SearchMsgFunctionTest extends FunctionTestBase {
    @Inject
    MessageDeleting deleting;

    private Reply search(String uid, Map<String, ?> params) {
        return call("searchMsg", uid, params);
    }

    private List<String> found(String uid, String keyword) {
        return bodies(search(uid, Map.of("keyword", keyword)));
    }

    private static List<String> bodies(Reply reply) {
        assertThat(reply.outcome()).as(reply.errMsg()).isEqualTo("200 0");
        List<String> bodies = new ArrayList<>();
        reply.data().forEach(message -> bodies.add(message.get("body").asText()));
        return bodies;
    }

    /** Fills a single chat's log behind its first message, as bob's texts. */
    private void fill(Message first, int upToSeq) {
        Document stored =
                collection("uni-im-msg").find(new Document("_id", first.id)).first();
        collection("uni-im-msg")
                .insertMany(IntStream.rangeClosed(2, upToSeq)
                        .mapToObj(seq -> new Document(stored)
                                .append("_id", "m" + seq)
                                .append("seq", (long) seq)
                                .append("seq_key", first.conversationId + "#" + seq)
                                .append("send_key", "bob#" + seq)
                                .append("create_time", first.createTime + seq)
                                .append("body", seq % 1_000 == 7 ? "a needle, number " + seq : "hay of number " + seq))
                        .toList());
    }

    @Test
    void searchMsg_anyScript_findsTextsByWhatTheyContain() {
        // Given
        chats.text("bob", "alice", "今天早上好吗？");
        chats.text("alice", "bob", "Grüße aus WIEN");
        chats.text("carol", "alice", "good morning");
        chats.text("bob", "carol", "早上好");

        // When
        Reply reply = call(event("search"));

        // Then
        assertThat(bodies(reply)).containsExactly("今天早上好吗？");
        JsonNode message = reply.data().get(0);
        assertThat(message.path("seq").asLong()).isEqualTo(1);
        assertThat(message.path("is_read").asBoolean()).isFalse();
        assertThat(reply.json().path("hasMore").asBoolean()).isFalse();
        assertThat(found("alice", "grÜSSE")).containsExactly("Grüße aus WIEN");
        assertThat(found("alice", "\u3000gru\u0308ße ")).containsExactly("Grüße aus WIEN");
        assertThat(search("alice", Map.of("keyword", " \u3000a ")).outcome()).isEqualTo("400 param-error");
        assertThat(found("alice", "GRÜßE")).containsExactly("Grüße aus WIEN");
        assertThat(found("alice", "wien")).containsExactly("Grüße aus WIEN");
        assertThat(found("alice", "od mo")).containsExactly("good morning");
        assertThat(found("alice", ".*")).isEmpty();
    }

    @Test
    void searchMsg_withoutConversation_isByActivityThenNewestFirst() {
        // Given
        chats.text("bob", "alice", "tea 1");
        chats.text("bob", "alice", "tea 2");
        String group = chats.group("carol", "alice");
        chats.textToGroup("carol", group, "tea 3");
        chats.textToGroup("alice", group, "coffee");
        clock.set(clock.millis() + 5_000);
        chats.text("dave", "alice", "tea 4");

        // When
        List<String> paged = new ArrayList<>();
        Map<String, Object> params = new HashMap<>(Map.of("keyword", "TEA", "limit", 1));
        Reply reply;
        int calls = 0;
        do {
            reply = search("alice", params);
            paged.addAll(bodies(reply));
            params.put("cursor", reply.text("/nextCursor"));
            assertThat(++calls).isLessThan(10);
        } while (reply.json().path("hasMore").asBoolean());

        // Then
        assertThat(paged).containsExactlyElementsOf(found("alice", "tea")).hasSize(4);
        assertThat(paged.get(0)).isEqualTo("tea 4");
        assertThat(paged).containsSubsequence("tea 2", "tea 1");
    }

    @Test
    void searchMsg_revokedDeletedSystemAndOtherTypes_areNotFound() {
        // Given
        Message revoked = chats.text("bob", "alice", "apple revoked");
        chats.revoke("bob", revoked);
        Message deleted = chats.text("bob", "alice", "apple deleted");
        deleting.delete(
                new TokenBearer("alice", "t", System.currentTimeMillis() / 1000, Long.MAX_VALUE, ClientInfo.UNKNOWN),
                deleted.id);
        chats.text("bob", "alice", "apple kept");
        collection("uni-im-msg")
                .insertOne(new Document(collection("uni-im-msg").find().first())
                        .append("_id", "code")
                        .append("seq", 4L)
                        .append("seq_key", deleted.conversationId + "#4")
                        .append("send_key", "bob#code")
                        .append("is_revoke", false)
                        .append("type", "code"));

        assertThat(found("alice", "apple")).containsExactly("apple kept");
        assertThat(found("bob", "apple")).containsExactly("apple kept", "apple deleted");
    }

    @Test
    void searchMsg_onlyTheFirst500Characters_areSearched() {
        // Given
        chats.text("bob", "alice", "x".repeat(495) + "inside" + "outside");

        assertThat(found("alice", "insid")).hasSize(1);
        assertThat(found("alice", "inside")).isEmpty();
        assertThat(found("alice", "outside")).isEmpty();
    }

    @Test
    void searchMsg_longConversation_isFoundPageByPageAndFasterTheSecondTime() {
        // Given
        Message first = chats.text("bob", "alice", "the first");
        fill(first, 4_050);
        Map<String, Object> params =
                new HashMap<>(Map.of("keyword", "Needle", "conversation_id", first.conversationId));

        // When
        List<String> found = new ArrayList<>();
        Reply reply;
        int calls = 0;
        do {
            reply = search("alice", params);
            found.addAll(bodies(reply));
            params.put("cursor", reply.text("/nextCursor"));
            assertThat(++calls).isLessThan(10);
        } while (reply.json().path("hasMore").asBoolean());

        // Then: 2,000 messages a call; then only what may match is read
        List<String> needles = IntStream.of(4007, 3007, 2007, 1007, 7)
                .mapToObj(seq -> "a needle, number " + seq)
                .toList();
        assertThat(found).containsExactlyElementsOf(needles);
        assertThat(calls).isEqualTo(3);
        assertThat(stored("uni-im-msg-search")).hasSize(40);
        params.remove("cursor");
        Reply again = search("alice", params);
        assertThat(bodies(again)).containsExactlyElementsOf(needles);
        assertThat(again.json().path("hasMore").asBoolean()).isFalse();
        assertThat(commands.names()).hasSizeLessThan(15);
        assertThat(stored("uni-im-msg-search").get(0).toJson()).doesNotContain("needle");
    }

    @Test
    void searchMsg_filterOfAnotherFolding_isMadeAgain() {
        // Given: a full block with a filter that knows nothing of its texts
        Message first = chats.text("bob", "alice", "Straße 1");
        fill(first, 150);
        collection("uni-im-msg-search")
                .insertOne(new Document("_id", first.conversationId + "#0").append("filter", new Binary(new byte[64])));

        // Then
        assertThat(found("alice", "STRASSE")).containsExactly("Straße 1");
        assertThat(stored("uni-im-msg-search")).singleElement().satisfies(block -> assertThat(block)
                .containsEntry("version", Folding.VERSION));
        assertThat(found("alice", "STRASSE")).containsExactly("Straße 1");
    }

    @Test
    void searchMsg_badRequest_isRefused() {
        Message single = chats.text("bob", "carol", "hi there");
        String group = chats.group("bob", "carol");

        assertThat(call(event("too-short")).outcome()).isEqualTo("400 param-error");
        assertThat(search("alice", Map.of()).outcome()).isEqualTo("400 param-error");
        assertThat(search("alice", Map.of("keyword", "x".repeat(51))).outcome()).isEqualTo("400 param-error");
        assertThat(search("alice", Map.of("keyword", "hi", "cursor", "zzz")).outcome())
                .isEqualTo("400 param-error");
        assertThat(search("alice", Map.of("keyword", "hi", "conversation_id", single.conversationId))
                        .outcome())
                .isEqualTo("403 no-permission");
        assertThat(search("alice", Map.of("keyword", "hi", "conversation_id", "group_" + group))
                        .outcome())
                .isEqualTo("403 not-group-member");
        assertThat(search("nobody", Map.of("keyword", "hi")).outcome()).isEqualTo("401 uni-id-check-token-failed");
    }

    @Test
    void searchMsg_manyShortConversations_takesFewCallsAndCommands() {
        // Given
        Message template = chats.text("bob", "alice", "hay");
        copyChat(template, 1_200);
        chats.text("carol", "alice", "a needle");
        clock.reset();

        // When
        Reply reply = search("alice", Map.of("keyword", "needle"));
        List<String> found = new ArrayList<>(bodies(reply));
        int mostCommands = commands.names().size();
        int calls = 1;
        while (reply.json().has("nextCursor")) {
            reply = search("alice", Map.of("keyword", "needle", "cursor", reply.text("/nextCursor")));
            found.addAll(bodies(reply));
            mostCommands = Math.max(mostCommands, commands.names().size());
            calls++;
        }

        // Then
        assertThat(found).containsExactly("a needle", "a needle, copied");
        assertThat(calls).isLessThanOrEqualTo(3);
        assertThat(mostCommands).isLessThanOrEqualTo(20);
    }

    /** Copies a chat with one message; the last copy has the keyword. */
    private void copyChat(Message template, int count) {
        Document side = collection("uni-im-conversation")
                .find(new Document("user_key", "alice#" + template.conversationId))
                .first();
        Document message =
                collection("uni-im-msg").find(new Document("_id", template.id)).first();
        List<Document> sides = new ArrayList<>();
        List<Document> messages = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            String id = "single_copy" + i;
            sides.add(new Document(side)
                    .append("_id", "s" + i)
                    .append("id", id)
                    .append("user_key", "alice#" + id)
                    .append("update_time", template.createTime - i));
            messages.add(new Document(message)
                    .append("_id", "c" + i)
                    .append("conversation_id", id)
                    .append("seq_key", id + "#1")
                    .append("send_key", "copy" + i)
                    .append("create_time", template.createTime - i)
                    .append("body", i == count ? "a needle, copied" : "hay"));
        }
        collection("uni-im-conversation").insertMany(sides);
        collection("uni-im-msg").insertMany(messages);
    }
}
