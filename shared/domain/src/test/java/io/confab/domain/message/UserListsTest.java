package io.confab.domain.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UserListsTest {
    private static List<ObjectNode> people(int number, String nickname, String url) {
        return IntStream.range(0, number)
                .mapToObj(i -> {
                    ObjectNode person = JsonNodeFactory.instance.objectNode().put("_id", "u" + i);
                    person.put("nickname", nickname).putObject("avatar_file").put("url", url);
                    return person;
                })
                .toList();
    }

    private static long having(JsonNode body, String field) {
        return body.findValues(field).size();
    }

    @Test
    void body_thatFits_isWhole() {
        List<ObjectNode> people = people(100, "名", "https://example.com/a.png");

        assertThat(UserLists.body(people).get("user_list")).containsExactlyElementsOf(List.copyOf(people));
    }

    @Test
    void body_ofLongPictures_losesThemFromTheEndAndKeepsNames() {
        JsonNode body = UserLists.body(people(100, "n", "x".repeat(1_000)));

        assertThat(MessageView.jsonLength(body)).isBetween(48_000, 50_000);
        assertThat(having(body, "_id")).isEqualTo(100);
        assertThat(having(body, "nickname")).isEqualTo(100);
        assertThat(body.at("/user_list/0").has("avatar_file")).isTrue();
        assertThat(body.at("/user_list/99").has("avatar_file")).isFalse();
    }

    @Test
    void body_ofLongNames_losesAllPicturesAndThenNamesFromTheEnd() {
        JsonNode body = UserLists.body(people(500, "\"".repeat(100), "x"));

        assertThat(MessageView.jsonLength(body)).isBetween(49_000, 50_000);
        assertThat(having(body, "_id")).isEqualTo(500);
        assertThat(having(body, "avatar_file")).isZero();
        assertThat(body.at("/user_list/0").has("nickname")).isTrue();
        assertThat(body.at("/user_list/499").has("nickname")).isFalse();
    }

    @Test
    void body_ofLongIds_keepsEveryId() {
        List<ObjectNode> people = IntStream.range(0, 500)
                .mapToObj(i -> JsonNodeFactory.instance.objectNode().put("_id", "u".repeat(200) + i))
                .toList();

        assertThat(having(UserLists.body(people), "_id")).isEqualTo(500);
    }

    @Test
    void shorten_whatFits_isWhole() {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.set("body", UserLists.body(people(100, "n", "x")));
        ObjectNode before = message.deepCopy();

        UserLists.shorten(message, UserLists.bytes(message));

        assertThat(message).isEqualTo(before);
    }

    @Test
    void shorten_whatDoesNotFit_keepsTheFirstAndSaysSo() {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.set("body", UserLists.body(people(500, "名".repeat(20), "x")));

        UserLists.shorten(message, 24_000);

        assertThat(UserLists.bytes(message)).isBetween(23_800, 24_000);
        assertThat(message.get("LongMsg").asBoolean()).isTrue();
        assertThat(message.at("/body/user_list/0/_id").asText()).isEqualTo("u0");
    }
}
