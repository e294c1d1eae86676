package io.confab.domain.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.confab.domain.json.JsonLength;
import io.confab.domain.user.AvatarFile;
import io.confab.domain.user.Profile;
import io.confab.domain.user.StoredPeople;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UserListTest {
    private static List<Profile> people(int number, String nickname, String url) {
        return IntStream.range(0, number)
                .mapToObj(i -> new Profile("u" + i, nickname, new AvatarFile(null, null, url)))
                .toList();
    }

    private static JsonNode body(List<Profile> people) {
        return new UserList(people).toJson();
    }

    private static long having(JsonNode body, String field) {
        return body.findValues(field).size();
    }

    @Test
    void body_thatFits_isWhole() {
        List<Profile> people = people(100, "名", "https://example.com/a.png");

        assertThat(body(people).get("user_list"))
                .containsExactlyElementsOf(
                        people.stream().<JsonNode>map(StoredPeople::person).toList());
    }

    @Test
    void body_ofLongPictures_losesThemFromTheEndAndKeepsNames() {
        JsonNode body = body(people(100, "n", "x".repeat(1_000)));

        assertThat(JsonLength.characters(body)).isBetween(48_000, 50_000);
        assertThat(having(body, "_id")).isEqualTo(100);
        assertThat(having(body, "nickname")).isEqualTo(100);
        assertThat(body.at("/user_list/0").has("avatar_file")).isTrue();
        assertThat(body.at("/user_list/99").has("avatar_file")).isFalse();
    }

    @Test
    void body_ofLongNames_losesAllPicturesAndThenNamesFromTheEnd() {
        JsonNode body = body(people(500, "\"".repeat(100), "x"));

        assertThat(JsonLength.characters(body)).isBetween(49_000, 50_000);
        assertThat(having(body, "_id")).isEqualTo(500);
        assertThat(having(body, "avatar_file")).isZero();
        assertThat(body.at("/user_list/0").has("nickname")).isTrue();
        assertThat(body.at("/user_list/499").has("nickname")).isFalse();
    }

    @Test
    void body_ofLongIds_keepsEveryId() {
        List<Profile> people = IntStream.range(0, 500)
                .mapToObj(i -> new Profile("u".repeat(200) + i, "n", null))
                .toList();

        assertThat(having(body(people), "_id")).isEqualTo(500);
    }
}
