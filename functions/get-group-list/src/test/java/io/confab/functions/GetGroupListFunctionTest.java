package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class GetGroupListFunctionTest extends FunctionTestBase {
    private List<String> groups;

    @BeforeEach
    void groups() {
        groups =
                IntStream.range(0, 5).mapToObj(i -> chats.group("alice", "bob")).toList();
    }

    private static List<String> ids(Reply reply) {
        return reply.data().findValuesAsText("group_id");
    }

    private List<String> expected() {
        return stored("uni-im-group-member").stream()
                .filter(member -> "alice".equals(member.getString("user_id")))
                .sorted((a, b) -> b.getString("_id").compareTo(a.getString("_id")))
                .sorted((a, b) -> b.getLong("create_time").compareTo(a.getLong("create_time")))
                .map(member -> member.getString("group_id"))
                .toList();
    }

    @Test
    void getGroupList_all_isNewestFirst() {
        // When
        Reply reply = call(event("all"));

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(ids(reply)).isEqualTo(expected()).hasSize(5);
        assertThat(reply.data().get(0).path("role")).hasToString("[\"creator\",\"admin\"]");
        assertThat(reply.data().get(0).at("/group_info/0/name").asText()).isEqualTo("Group of alice");
        assertThat(reply.data().get(0)).hasSize(6);
    }

    /** An operator's tool wrote a picture as a text and a name as a number: those are as if absent, the list is whole. */
    @Test
    void getGroupList_fieldsOfOtherTypes_areAsIfAbsent() {
        // Given
        Document odd = new Document("name", 5).append("avatar_file", "/u").append("introduction", new Document());
        collection("uni-im-group").updateOne(new Document("_id", groups.get(0)), new Document("$set", odd));

        // When
        Reply reply = call(event("all"));

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(ids(reply)).isEqualTo(expected()).hasSize(5);
    }

    @Test
    void getGroupList_pages_haveNoGapsWhereGroupsWereDissolved() {
        // Given
        List<String> all = new ArrayList<>(expected());
        List<String> dissolved = List.of(all.remove(3), all.remove(0));
        collection("uni-im-group")
                .updateMany(
                        new Document("_id", new Document("$in", dissolved)),
                        new Document("$set", new Document("dissolved_time", 1L)));

        // When
        Reply first = call("getGroupList", "alice", Map.of("limit", 2));
        Reply second = call("getGroupList", "alice", Map.of("limit", 2, "cursor", first.text("/nextCursor")));

        // Then
        assertThat(ids(first)).isEqualTo(all.subList(0, 2));
        assertThat(ids(second)).isEqualTo(all.subList(2, 3));
        assertThat(second.json().path("hasMore").asBoolean()).isFalse();
        assertThat(second.json().has("nextCursor")).isFalse();
    }

    @Test
    void getGroupList_oneGroup_isMineOrNone() {
        assertThat(ids(call("getGroupList", "bob", Map.of("group_id", groups.get(2)))))
                .containsExactly(groups.get(2));
        assertThat(call("getGroupList", "carol", Map.of("group_id", groups.get(2)))
                        .data())
                .isEmpty();
        assertThat(call(event("damaged-cursor")).outcome()).isEqualTo("400 param-error");
    }
}
