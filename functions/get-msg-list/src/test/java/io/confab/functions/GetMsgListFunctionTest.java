package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.domain.ids.ConversationIds;
import io.confab.domain.message.Message;
import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;

@QuarkusTest
class GetMsgListFunctionTest extends FunctionTestBase {
    private static final String ALICE_AND_BOB = ConversationIds.single("alice", "bob");

    private Reply list(Object... params) {
        Map<String, Object> given = new HashMap<>(Map.of("conversation_id", ALICE_AND_BOB));
        for (int i = 0; i < params.length; i += 2) {
            given.put((String) params[i], params[i + 1]);
        }
        return call("getMsgList", "alice", given);
    }

    private static List<Long> seqs(Reply reply) {
        List<Long> seqs = new ArrayList<>();
        reply.data().forEach(message -> seqs.add(message.get("seq").asLong()));
        return seqs;
    }

    /** Messages 1 to 5, bob's the odd ones. */
    private List<Message> sendFive() {
        List<Message> sent = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            sent.add(i % 2 == 0 ? chats.text("alice", "bob", "m" + i) : chats.text("bob", "alice", "m" + i));
        }
        return sent;
    }

    @Test
    void getMsgList_newest_comesInPagesNewestFirst() {
        // Given
        sendFive();

        // When
        Reply first = call(event("newest"));
        Reply second = list("limit", 2, "cursor", first.text("/nextCursor"));
        Reply third = list("limit", 2, "cursor", second.text("/nextCursor"));

        // Then
        assertThat(seqs(first)).containsExactly(5L, 4L);
        assertThat(seqs(second)).containsExactly(3L, 2L);
        assertThat(seqs(third)).containsExactly(1L);
        assertThat(third.json().get("hasMore").asBoolean()).isFalse();
        assertThat(third.json().has("nextCursor")).isFalse();
    }

    @Test
    void getMsgList_bySeq_boundsAreExclusive() {
        // Given
        sendFive();

        // Then
        assertThat(seqs(list("afterSeq", 2, "limit", 2))).containsExactly(3L, 4L);
        assertThat(seqs(list("afterSeq", 5))).isEmpty();
        assertThat(seqs(list("beforeSeq", 3))).containsExactly(2L, 1L);
        assertThat(seqs(list("beforeSeq", 99, "limit", 2))).containsExactly(5L, 4L);
        assertThat(seqs(list("beforeSeq", 1))).isEmpty();
    }

    @Test
    void getMsgList_byTime_boundsAreExclusiveAndChangesInclusive() {
        // Given
        long base = System.currentTimeMillis();
        List<Message> sent = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            clock.set(base + i * 10L);
            sent.add(chats.text("alice", "bob", "m" + i));
        }
        clock.set(base + 50);
        chats.revoke("alice", sent.get(0));
        clock.reset();

        // Then
        assertThat(seqs(list("minCreateTime", base))).containsExactly(2L, 3L);
        assertThat(seqs(list("maxCreateTime", base + 20))).containsExactly(2L, 1L);
        Reply changes = list("minUpdateTime", base + 20);
        assertThat(seqs(changes)).containsExactly(3L, 1L);
        assertThat(changes.text("/data/1/body")).isEqualTo("[消息已撤回]");
        assertThat(changes.json().at("/data/1/is_revoke").asBoolean()).isTrue();
    }

    @Test
    void getMsgList_byId_givesOneOrNone() {
        // Given
        List<Message> sent = sendFive();
        Message elsewhere = chats.text("carol", "alice", "elsewhere");

        // Then
        assertThat(seqs(list("_id", sent.get(2).id))).containsExactly(3L);
        assertThat(seqs(list("_id", elsewhere.id))).isEmpty();
    }

    @Test
    void getMsgList_byIds_answersThoseInTheOrderGivenEachOnce() {
        // Given
        List<Message> sent = sendFive();
        Message elsewhere = chats.text("carol", "alice", "elsewhere");
        chats.revoke("bob", sent.get(0));

        // When
        Reply reply = list(
                "_ids",
                List.of(sent.get(3).id, elsewhere.id, sent.get(0).id, "nobody", sent.get(3).id, sent.get(4).id),
                "limit",
                1);

        // Then
        assertThat(seqs(reply)).containsExactly(4L, 1L, 5L);
        assertThat(reply.json().get("hasMore").asBoolean()).isFalse();
        assertThat(reply.text("/data/1/body")).isEqualTo("[消息已撤回]");
        assertThat(seqs(list("_ids", List.of()))).isEmpty();
    }

    @Test
    void getMsgList_idsOfMoreThanAReplyHolds_goOnByCursor() {
        // Given: 6 MB
        List<String> ids = new ArrayList<>();
        String body = "中".repeat(40_000);
        for (int i = 0; i < 50; i++) {
            ids.add(chats.text("bob", "alice", body).id);
        }

        // When
        Reply first = list("_ids", ids);
        Reply second = list("_ids", ids, "cursor", first.text("/nextCursor"));

        // Then
        List<Long> all = new ArrayList<>(seqs(first));
        all.addAll(seqs(second));
        assertThat(all).hasSize(50).isSorted();
        assertThat(second.json().get("hasMore").asBoolean()).isFalse();
        assertThat(list("_ids", ids.subList(0, 49), "cursor", first.text("/nextCursor"))
                        .outcome())
                .isEqualTo("400 param-error");
    }

    @Test
    void getMsgList_readMessages_areDerivedFromTheMarks() {
        // Given
        chats.text("alice", "bob", "one");
        chats.read("bob", ALICE_AND_BOB);
        chats.text("alice", "bob", "two");

        // When
        Reply reply = list();

        // Then
        assertThat(reply.json().at("/data/0/is_read").asBoolean()).isFalse();
        assertThat(reply.json().at("/data/1/is_read").asBoolean()).isTrue();
    }

    @Test
    void getMsgList_formerMember_is403() {
        // Given
        String group = chats.group("bob", "alice");
        assertThat(list("conversation_id", ConversationIds.group(group)).status())
                .isEqualTo(200);
        collection("uni-im-group-member").deleteOne(new Document("user_id", "alice"));

        // Then
        assertThat(list("conversation_id", ConversationIds.group(group)).outcome())
                .isEqualTo("403 not-group-member");
    }

    @Test
    void getMsgList_refusals_nameWhatIsWrong() {
        sendFive();
        assertThat(call(event("not-mine")).outcome()).isEqualTo("403 no-permission");
        assertThat(list("afterSeq", 1, "beforeSeq", 3).outcome()).isEqualTo("400 param-error");
        assertThat(list("limit", 0).outcome()).isEqualTo("400 param-error");
        assertThat(list("_ids", "x").outcome()).isEqualTo("400 param-error");
        assertThat(list("_ids", Collections.nCopies(101, "x")).outcome()).isEqualTo("400 param-error");
        assertThat(list("_ids", List.of("x"), "_id", "x").outcome()).isEqualTo("400 param-error");
        assertThat(list("afterSeq", "1").outcome()).isEqualTo("400 param-error");
        assertThat(list("cursor", "x").outcome()).isEqualTo("400 param-error");
        String foreign = list("limit", 1).text("/nextCursor");
        assertThat(list("afterSeq", 1, "cursor", foreign).outcome()).isEqualTo("400 param-error");
    }
}
