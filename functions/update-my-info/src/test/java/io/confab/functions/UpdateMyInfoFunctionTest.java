package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class UpdateMyInfoFunctionTest extends FunctionTestBase {
    private Reply update(Map<String, ?> params) {
        return call("updateMyInfo", "alice", params);
    }

    private Document user(String uid) {
        return collection("uni-id-users").find(new Document("_id", uid)).first();
    }

    @Test
    void updateMyInfo_everything_isStored() {
        // When
        Reply reply = call(event("profile"));

        // Then
        assertThat(reply.json()).hasToString("{\"errCode\":0,\"errMsg\":\"\",\"data\":{}}");
        assertThat(user("alice"))
                .containsEntry("nickname", "Alice W.")
                .containsEntry("gender", 2)
                .containsEntry("username", "alice")
                .containsEntry(
                        "avatar_file",
                        new Document("extname", "png")
                                .append("name", "a")
                                .append("url", "https://files.example/a.png"));
        assertThat(user("bob")).containsEntry("nickname", "bob").doesNotContainKey("gender");
    }

    @Test
    void updateMyInfo_oneField_leavesTheOthers() {
        call(event("profile"));

        update(Map.of("gender", 0));

        assertThat(user("alice")).containsEntry("nickname", "Alice W.").containsEntry("gender", 0);
    }

    @Test
    void updateMyInfo_presence_isVisibleOrHidden() {
        assertThat(update(Map.of("presence", "hidden")).outcome()).isEqualTo("200 0");
        assertThat(user("alice")).containsEntry("presence", "hidden").containsEntry("nickname", "alice");
        assertThat(update(Map.of("presence", "visible")).outcome()).isEqualTo("200 0");
        assertThat(user("alice")).containsEntry("presence", "visible");
        assertThat(update(Map.of("presence", "away")).outcome()).isEqualTo("400 param-error");
        assertThat(update(Map.of("presence", true)).outcome()).isEqualTo("400 param-error");
    }

    @Test
    void updateMyInfo_emptyAvatar_takesItAway() {
        call(event("profile"));

        update(Map.of("avatar_file", Map.of()));

        assertThat(user("alice")).doesNotContainKey("avatar_file");
    }

    @Test
    void updateMyInfo_nickname_isCleanedAndFoundByItsFoldedKey() {
        assertThat(update(Map.of("nickname", "\u202ETeà\n\u0000\u2028" + "x".repeat(97)))
                        .outcome())
                .isEqualTo("200 0");
        assertThat(user("alice"))
                .containsEntry("nickname", "Teà" + "x".repeat(97))
                .containsEntry("folded_nickname", "teà" + "x".repeat(97));
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "//evil.example/a", "a.png", "ftp://x"})
    void updateMyInfo_avatarThatIsNoPicture_is400AndChangesNothing(String url) {
        Reply reply = update(Map.of("gender", 1, "avatar_file", Map.of("url", url)));

        assertThat(reply.outcome()).isEqualTo("400 param-error");
        assertThat(reply.errMsg()).startsWith("avatar_file.url:");
        assertThat(user("alice")).doesNotContainKeys("avatar_file", "gender");
    }

    @Test
    void updateMyInfo_avatarOverItsBounds_is400() {
        for (Map<String, String> avatar : List.of(
                Map.of("name", "x".repeat(256)),
                Map.of("extname", "x".repeat(17)),
                Map.of("url", "https://x.example/" + "u".repeat(2_031)),
                Map.of("url", "https://x.example/" + "u".repeat(900_000)))) {
            assertThat(update(Map.of("avatar_file", avatar)).outcome()).isEqualTo("400 param-error");
        }
        assertThat(update(Map.of("avatar_file", Map.of("url", "https://x.example/" + "u".repeat(2_030))))
                        .outcome())
                .isEqualTo("200 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@b", "12345", "", "１２３", "\u00A0", "\u3164\u200B", "\u202E\n", "1\u200F2"})
    void updateMyInfo_invalidNickname_is400(String nickname) {
        assertThat(update(Map.of("nickname", nickname, "gender", 1)).outcome())
                .isEqualTo("400 uni-id-invalid-nickname");
        assertThat(user("alice")).containsEntry("nickname", "alice").doesNotContainKey("gender");
    }

    @Test
    void updateMyInfo_badParameters_are400() {
        assertThat(call(event("digits-only")).outcome()).isEqualTo("400 uni-id-invalid-nickname");
        assertThat(update(Map.of("nickname", "x".repeat(101))).outcome()).isEqualTo("400 uni-id-invalid-nickname");
        assertThat(update(Map.of("nickname", "x".repeat(100))).status()).isEqualTo(200);
        assertThat(update(Map.of()).outcome()).isEqualTo("400 param-error");
        assertThat(update(Map.of("nickname", 1)).outcome()).isEqualTo("400 param-error");
        assertThat(update(Map.of("gender", 3)).outcome()).isEqualTo("400 param-error");
        assertThat(update(Map.of("avatar_file", "https://files.example/a.png")).outcome())
                .isEqualTo("400 param-error");
        assertThat(update(Map.of("avatar_file", Map.of("url", 1))).outcome()).isEqualTo("400 param-error");
    }
}
