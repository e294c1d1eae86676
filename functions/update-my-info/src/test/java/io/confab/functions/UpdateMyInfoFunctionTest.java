package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
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
    void updateMyInfo_emptyAvatar_takesItAway() {
        call(event("profile"));

        update(Map.of("avatar_file", Map.of()));

        assertThat(user("alice")).doesNotContainKey("avatar_file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@b", "12345", "", "１２３"})
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
