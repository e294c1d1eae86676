package io.confab.domain.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.error.Refusal;
import io.confab.domain.json.Params;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AvatarFileTest {
    private static AvatarFile decode(String field, String value) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putObject("avatar_file").put(field, value);
        return AvatarFile.decode(new Params(json).object("avatar_file").orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://x.example/a b.png?q=1#f",
                "HTTP://x.example/头像.png",
                "cloud://space/a.png",
                "/uni-im/avatar/a.png",
                "/"
            })
    void url_thatAPictureCanHave_isTakenAndShown(String url) {
        assertThat(decode("url", url).url).isEqualTo(url);
        assertThat(AvatarFile.shown(new AvatarFile(null, null, url))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a.png",
                "javascript:alert(1)",
                "JavaScript://x/%0aalert(1)",
                " javascript:alert(1)",
                "java\nscript:alert(1)",
                "data:image/png;base64,AA==",
                "file:///etc/passwd",
                "//evil.example/a.png",
                "/\\evil.example/a.png",
                "/\t/evil.example/a.png",
                "https:evil.example",
                "https://",
                "https://x.example/\u0000"
            })
    void url_ofAnythingElse_isRefusedAndNotShown(String url) {
        assertThatThrownBy(() -> decode("url", url))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("avatar_file.url:");
        assertThat(AvatarFile.shown(new AvatarFile(null, null, url))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"name 255", "extname 16", "url 2048"})
    void field_overItsBound_isRefusedAndNotShown(String bound) {
        String field = bound.substring(0, bound.indexOf(' '));
        int length = Integer.parseInt(bound.substring(bound.indexOf(' ') + 1));
        String good = "/" + "x".repeat(length - 1);
        assertThat(decode(field, good).toBson().getString(field).getValue()).isEqualTo(good);
        assertThatThrownBy(() -> decode(field, good + "x"))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("avatar_file." + field + ":");
        AvatarFile stored = new AvatarFile("x".repeat(256), null, "/a.png");
        assertThat(AvatarFile.shown(stored)).isEmpty();
    }

    @Test
    void profile_whateverIsStored_isSmall() {
        User user = new User();
        user.id = "u";
        user.nickname = "n".repeat(1_000_000);
        user.avatarFile = new AvatarFile("a", "png", "https://x.example/" + "u".repeat(1_000_000));
        ObjectNode json = StoredPeople.person(Profile.of(user));
        assertThat(json.toString()).hasSizeLessThan(200);
        assertThat(json.has("avatar_file")).isFalse();
    }

    @Test
    void shown_withoutAnything_isNone() {
        assertThat(AvatarFile.shown(new AvatarFile())).isEmpty();
        assertThat(AvatarFile.shown(null)).isEmpty();
    }
}
