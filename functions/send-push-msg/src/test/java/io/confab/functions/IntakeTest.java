package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;

/** sendPushMsg with new rows of confab-inbox, which other programs write (docs/triggers.md). */
@QuarkusTest
class IntakeTest extends FunctionTestBase {
    private static final String INBOX = "confab-inbox";

    private static Document message(Map<String, ?> more) {
        Document message = new Document("from_uid", "alice")
                .append("to_uid", "bob")
                .append("type", "text")
                .append("body", "from a script")
                .append("appId", "__UNI__CONFAB");
        message.putAll(more);
        return message;
    }

    private Object insert(String kind, Document document) {
        Document row = new Document("_id", new ObjectId()).append("kind", kind).append("document", document);
        collection(INBOX).insertOne(row);
        return row.get("_id");
    }

    private Reply tell(Object id) {
        return tell(id, "insert");
    }

    private Reply tell(Object id, String operation) {
        String key = id instanceof ObjectId ? "{\"$oid\":\"" + id + "\"}" : "\"" + id + "\"";
        return call("{\"eventSource\":\"aws:docdb\",\"events\":[{\"event\":{\"_id\":{\"_data\":\"" + id + "\"},"
                + "\"operationType\":\"" + operation + "\",\"ns\":{\"db\":\"confab\",\"coll\":\"confab-inbox\"},"
                + "\"documentKey\":{\"_id\":" + key + "}}}]}");
    }

    private Document row(Object id) {
        return collection(INBOX).find(new Document("_id", id)).first();
    }

    @Test
    void newRow_message_isSentOnceAndTheRowExpires() {
        // Given
        users.connected("bob", "phone", "bob-1");
        Object id = insert("message", message(Map.of()));

        // When
        Reply reply = tell(id);
        tell(id);
        tell(id, "update");

        // Then
        assertThat(reply.json()).hasToString("{\"errCode\":0,\"errMsg\":\"\",\"data\":{}}");
        assertThat(stored("uni-im-msg"))
                .singleElement()
                .satisfies(sent -> assertThat(sent).containsEntry("seq", 1L).containsEntry("body", "from a script"));
        assertThat(stored("uni-im-conversation")).hasSize(2).allSatisfy(side -> assertThat(side)
                .containsEntry("last_msg_note", "from a script"));
        assertThat(pushed("bob-1")).hasSize(1);
        assertThat(row(id)).doesNotContainKeys("refused", "lease_until");
        assertThat(row(id).getDate("expire_at")).isAfter(new Date(System.currentTimeMillis() + 29 * 86_400_000L));

        // When its first process had died after the message was stored
        collection(INBOX).updateOne(new Document("_id", id), new Document("$unset", new Document("expire_at", 1)));
        tell(id);

        // Then
        assertThat(stored("uni-im-msg")).hasSize(1);
        assertThat(row(id)).containsKey("expire_at");
    }

    @Test
    void newRow_namesOfItsOwn_areNotThoseOfClientsAndBackEnds() {
        // Given
        chats.namedTextToGroup("alice", chats.group("alice", "bob"), "n-1", "by a client");
        int before = stored("uni-im-msg").size();

        // When
        tell(insert("message", message(Map.of("unique_id", "n-1"))));
        tell(insert("message", message(Map.of("unique_id", "n-1"))));

        // Then
        assertThat(stored("uni-im-msg")).hasSize(before + 1);
    }

    @Test
    void newRow_friend_makesBothSidesAndTellsBoth() {
        // Given
        users.connected("alice", "phone", "alice-1");
        users.connected("bob", "phone", "bob-1");

        // When
        Object id = insert(
                "friend",
                new Document("user_id", "alice").append("friend_uid", "bob").append("mark", "Bobby"));
        tell(id);
        collection(INBOX).updateOne(new Document("_id", id), new Document("$unset", new Document("expire_at", 1)));
        tell(id);

        // Then
        assertThat(stored("uni-im-friend")).hasSize(2).anySatisfy(friend -> assertThat(friend)
                .containsEntry("user_id", "alice")
                .containsEntry("mark", "Bobby"));
        assertThat(stored("uni-im-conversation")).hasSize(2);
        assertThat(pushed("alice-1")).hasSize(1);
        assertThat(pushed("bob-1")).hasSize(1);
        assertThat(row(id)).doesNotContainKey("refused");

        // When others ask for the same
        Object again = insert("friend", new Document("user_id", "bob").append("friend_uid", "alice"));
        tell(again);
        assertThat(row(again)).containsEntry("refused", 1000);
    }

    @Test
    void newRow_member_joinsAndBecomesAdmin() {
        // Given
        String groupId = chats.group("alice", "bob");

        // When
        Object id = insert(
                "member",
                new Document("group_id", groupId).append("user_id", "carol").append("role", List.of("admin")));
        tell(id);

        // Then
        assertThat(collection("uni-im-group-member")
                        .find(new Document("user_id", "carol"))
                        .first())
                .containsEntry("role", List.of("admin"));
        assertThat(notices("join-group-notice")).hasSize(2);
        assertThat(notices("set-group-admin")).hasSize(1);

        // When they are a member already
        Object again = insert("member", new Document("group_id", groupId).append("user_id", "bob"));
        tell(again);
        assertThat(row(again)).containsEntry("refused", "duplicate-member");
    }

    @Test
    void newRow_thatIsWrong_keepsTheReason() {
        // Given
        Map<Object, Object> expected = Map.of(
                insert("message", message(Map.of("to_uid", "nobody"))), "user-not-found",
                insert("message", message(Map.of("type", "text", "body", new Document("$where", "1")))), "param-error",
                insert("message", null), "param-error",
                insert("wish", new Document()), "param-error",
                insert("friend", new Document("user_id", "alice").append("friend_uid", "alice")), "param-error",
                insert("friend", new Document("user_id", new Document("$ne", null)).append("friend_uid", "bob")),
                        "param-error",
                insert(
                                "member",
                                new Document("group_id", "nowhere")
                                        .append("user_id", "bob")
                                        .append("role", List.of("x"))),
                        "param-error",
                insert("member", new Document("group_id", "nowhere").append("user_id", "bob")), "group-not-found");
        collection(INBOX).insertOne(new Document("_id", 7).append("kind", 3).append("document", List.of()));

        // When one of them is told
        Reply reply = tell(expected.keySet().iterator().next());

        // Then all have their answer
        assertThat(reply.outcome()).isEqualTo("200 0");
        expected.forEach((id, code) -> assertThat(row(id)).as("%s", row(id)).containsEntry("refused", code));
        assertThat(row(7)).containsEntry("refused", "param-error");
        assertThat(stored("uni-im-msg")).isEmpty();
    }

    @Test
    void newRow_completesAHundredOlderOnes_andOneThatIsUnknownStartsOnlyThose() {
        // Given
        IntStream.range(0, 120).forEach(i -> insert("message", message(Map.of("body", "text " + i))));

        // When
        tell("unknown");

        // Then
        assertThat(stored("uni-im-msg")).hasSize(100);
        tell("unknown");
        assertThat(stored("uni-im-msg"))
                .extracting(sent -> sent.getString("body"))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 120).mapToObj(i -> "text " + i).toList());
    }
}
