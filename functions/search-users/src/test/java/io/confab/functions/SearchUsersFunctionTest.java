package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.domain.text.Folding;
import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import java.text.Normalizer;
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
        for (String keyword : List.of("fran", "FRANK", "frank@mail", ".*", "$ne", "\u202E")) {
            assertThat(ids(search(keyword))).as(keyword).isEmpty();
        }
        assertThat(ids(call(event("mobile")))).containsExactly("u1");
    }

    @Test
    void searchUsers_foldedKeys_findAnySpelling_mailsLowerCase_numbersAsTheyAre() {
        // Given: who was written by us, and who was not
        users.add(
                "Vy",
                Map.of(
                        "username", "Nguyen",
                        "nickname", "Tiếng Việt",
                        "folded_username", "nguyen",
                        "folded_nickname", Folding.key("Tiếng Việt"),
                        "email", "vy@mail.example",
                        "mobile", "13800009999"));
        users.add("u2", Map.of("nickname", "NGUYEN", "email", "Vy@mail.example"));

        // Then
        assertThat(ids(search("nGUYEN"))).containsExactly("Vy");
        assertThat(ids(search("NGUYEN"))).containsExactly("Vy", "u2");
        assertThat(ids(search(Normalizer.normalize("TIẾNG VIỆT", Normalizer.Form.NFD))))
                .containsExactly("Vy");
        assertThat(ids(search("\u3000 \u202Etiếng việt\u00A0"))).containsExactly("Vy");
        assertThat(ids(search(" VY@Mail.Example "))).containsExactly("Vy");
        assertThat(ids(search("Vy@mail.example"))).containsExactly("Vy", "u2");
        assertThat(ids(search(" 13800009999"))).containsExactly("Vy");
        assertThat(ids(search("Vy"))).containsExactly("Vy");
        assertThat(ids(search("vy"))).isEmpty();
        assertThat(search(" \u3000").outcome()).isEqualTo("400 param-error");
    }

    @Test
    void searchUsers_whoeverStoredThem_theReplyStaysSmall() {
        users.add(
                "u1",
                Map.of(
                        "username",
                        "frank",
                        "nickname",
                        "\n".repeat(500_000) + "Fr\u202Eank" + "k".repeat(500_000),
                        "avatar_file",
                        new Document("url", "/" + "a".repeat(1_000_000))));

        Reply reply = search("frank");

        assertThat(reply.data().toString()).hasSizeLessThan(200).startsWith("[{\"_id\":\"u1\",\"nickname\":\"Frankkk");
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
        assertThat(search("x".repeat(1_000)).outcome()).isEqualTo("200 0");
        assertThat(search("x".repeat(1_001)).outcome()).isEqualTo("400 param-error");
        assertThat(call("searchUsers", "alice", Map.of("keyword", Map.of("a", 1)))
                        .outcome())
                .isEqualTo("400 param-error");
    }
}
