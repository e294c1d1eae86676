package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SearchUsersFunctionTest extends FunctionTestBase {
    private Reply search(String keyword) {
        return call("searchUsers", "alice", Map.of("keyword", keyword));
    }

    private static List<String> ids(Reply reply) {
        List<String> ids = new ArrayList<>();
        reply.data().forEach(user -> ids.add(user.get("_id").asText()));
        return ids;
    }

    @Test
    void searchUsers_eachOfTheFive_findsByTheWholeWord() {
        // Given
        collection("uni-id-users")
                .insertOne(new Document("_id", "u1")
                        .append("username", "frank")
                        .append("nickname", "Frankie")
                        .append("email", "frank@mail.example")
                        .append("mobile", "13800001234"));

        // Then
        for (String keyword : List.of("u1", "frank", "Frankie", "frank@mail.example", "13800001234")) {
            assertThat(ids(search(keyword))).as(keyword).containsExactly("u1");
        }
        for (String keyword : List.of("fran", "FRANK", "frank@mail", ".*", "$ne", " ")) {
            assertThat(ids(search(keyword))).as(keyword).isEmpty();
        }
        assertThat(ids(call(event("mobile")))).containsExactly("u1");
    }

    @Test
    void searchUsers_found_showsNoMoreThanTheProfile() {
        collection("uni-id-users")
                .insertOne(new Document("_id", "u1")
                        .append("email", "frank@mail.example")
                        .append("gender", 1));

        assertThat(search("frank@mail.example").data())
                .hasToString("[{\"_id\":\"u1\",\"nickname\":\"fr***@mail.example\"}]");
    }

    @Test
    void searchUsers_severalOfThatName_comesInPages() {
        // Given: one of them by two names at once
        for (int i = 1; i <= 3; i++) {
            users.add("u" + i, Map.of("nickname", "Sam", "username", i == 2 ? "Sam" : "other"));
        }

        // When
        Reply first = call("searchUsers", "alice", Map.of("keyword", "Sam", "limit", 2));
        Reply second =
                call("searchUsers", "alice", Map.of("keyword", "Sam", "limit", 2, "cursor", first.text("/nextCursor")));

        // Then
        assertThat(ids(first)).containsExactly("u1", "u2");
        assertThat(ids(second)).containsExactly("u3");
        assertThat(second.json().get("hasMore").asBoolean()).isFalse();
        assertThat(call("searchUsers", "alice", Map.of("keyword", "bob", "cursor", first.text("/nextCursor")))
                        .outcome())
                .isEqualTo("400 param-error");
    }

    @Test
    void searchUsers_badParameters_are400() {
        assertThat(call(event("nothing")).outcome()).isEqualTo("400 param-error");
        assertThat(call("searchUsers", "alice", Map.of()).outcome()).isEqualTo("400 param-error");
        assertThat(search("x".repeat(257)).outcome()).isEqualTo("400 param-error");
        assertThat(call("searchUsers", "alice", Map.of("keyword", Map.of("a", 1)))
                        .outcome())
                .isEqualTo("400 param-error");
    }
}
