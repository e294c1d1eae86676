package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.Events;
import io.confab.testing.FunctionTestBase;
import io.confab.testing.SignedRequest;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;

@QuarkusTest
class UpdateUserInfoByExternalFunctionTest extends FunctionTestBase {
    /** When the event files were signed. */
    private static final long SIGNED_AT = 1_767_225_600_000L;

    private Reply update(String params) {
        return call(Events.call("updateUserInfoByExternal")
                .headers(SignedRequest.headers(json(params)))
                .body(params)
                .json());
    }

    private Document user(String uid) {
        return collection("uni-id-users").find(new Document("_id", uid)).first();
    }

    private void external(String uid, String externalUid) {
        users.add(
                uid,
                Map.of(
                        "identities",
                        List.of(new Document("provider", "externalDirectConnect").append("uid", externalUid))));
    }

    @Test
    void updateUserInfoByExternal_everyField_isStored() {
        // Given
        external("lin", "crm-4711");
        clock.set(SIGNED_AT);

        // When
        Reply reply = call(event("profile"));

        // Then
        assertThat(reply.json()).hasToString("{\"errCode\":0,\"errMsg\":\"\",\"data\":{},\"uid\":\"lin\"}");
        assertThat(user("lin"))
                .containsEntry("nickname", "Lin")
                .containsEntry("gender", 2)
                .containsEntry("avatar_file", new Document("url", "https://example.com/lin.png"))
                .containsEntry("mobile", "13812345678")
                .containsEntry("email", "lin@example.com")
                .containsEntry("role", List.of("editor"))
                .containsEntry("tags", List.of("vip"))
                .containsEntry("dcloud_appid", List.of("__UNI__CONFAB"))
                .containsEntry("username", "lin")
                .containsEntry("status", 0);
    }

    @Test
    void updateUserInfoByExternal_someFields_leavesTheOthersAsTheyAre() {
        // Given
        users.add("bob", Map.of("mobile", "13812345678", "email", "bob@example.com", "custom", 7));

        // When
        Reply reply = update(
                "{\"uid\":\"bob\",\"mobile\":\"\",\"role\":[],\"avatar\":{\"name\":\"b\",\"extname\":\"png\",\"url\":\"/u\"},\"status\":null}");

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(user("bob"))
                .doesNotContainKey("mobile")
                .containsEntry("email", "bob@example.com")
                .containsEntry("nickname", "bob")
                .containsEntry("custom", 7)
                .containsEntry("role", List.of())
                .containsEntry(
                        "avatar_file",
                        new Document("name", "b").append("extname", "png").append("url", "/u"));
        assertThat(update("{\"uid\":\"bob\"}").outcome()).isEqualTo("200 0");
    }

    @Test
    void updateUserInfoByExternal_nickname_isStoredWithItsKey() {
        assertThat(update("{\"uid\":\"bob\",\"nickname\":\"\\u202EBøB\",\"avatar\":\"/b.png\"}")
                        .outcome())
                .isEqualTo("200 0");
        assertThat(user("bob")).containsEntry("nickname", "BøB").containsEntry("folded_nickname", "bøb");
    }

    @Test
    void updateUserInfoByExternal_emptyAvatar_isTakenAway() {
        assertThat(update("{\"uid\":\"bob\",\"avatar\":\"/b.png\"}").outcome()).isEqualTo("200 0");
        assertThat(user("bob")).containsKey("avatar_file");
        assertThat(update("{\"uid\":\"bob\",\"avatar\":\"\"}").outcome()).isEqualTo("200 0");
        assertThat(user("bob")).doesNotContainKey("avatar_file");
    }

    @Test
    void updateUserInfoByExternal_ban_signsEveryDeviceOut() {
        // Given
        users.connected("alice", "web", "alice-1");
        users.connected("alice", "phone", "alice-2");
        users.connected("bob", "web", "bob-1");
        clock.set(SIGNED_AT);

        // When
        Reply reply = call(event("ban"));

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(user("alice")).containsEntry("status", 1);
        for (String connection : List.of("alice-1", "alice-2")) {
            assertThat(online.frames(connection)).containsExactly("{\"type\":\"bye\",\"reason\":\"signed-out\"}");
            assertThat(online.isClosed(connection)).isTrue();
        }
        assertThat(online.isClosed("bob-1")).isFalse();
        assertThat(stored("uni-id-device"))
                .filteredOn(device -> device.getString("user_id").equals("alice"))
                .hasSize(2)
                .allSatisfy(device ->
                        assertThat(device).containsEntry("token_expired", 0L).doesNotContainKey("connection_id"));
    }

    @Test
    void updateUserInfoByExternal_banRepeated_reachesADeviceThatCameInBetween() {
        // Given
        update("{\"uid\":\"alice\",\"status\":1}");
        users.connected("alice", "late", "alice-3");

        // When
        update("{\"uid\":\"alice\",\"status\":1}");

        // Then
        assertThat(online.isClosed("alice-3")).isTrue();
    }

    @Test
    void updateUserInfoByExternal_banOrInvalidTokens_makesTheCut() {
        // Given
        long cut = System.currentTimeMillis() + 30_000;
        users.add("alice", Map.of("valid_token_date", cut));
        users.connected("bob", "web", "bob-1");
        long before = System.currentTimeMillis();

        // When
        Reply banned = update("{\"uid\":\"alice\",\"status\":4}");
        Reply invalidated = update("{\"uid\":\"bob\",\"invalidate_tokens\":true}");

        // Then
        assertThat(banned.outcome()).isEqualTo("200 0");
        assertThat(invalidated.outcome()).isEqualTo("200 0");
        assertThat(user("alice")).containsEntry("valid_token_date", cut + 1_000);
        assertThat(user("bob").getLong("valid_token_date")).isBetween(before, System.currentTimeMillis());
        assertThat(user("bob")).containsEntry("status", 0);
        assertThat(online.frames("bob-1")).containsExactly("{\"type\":\"bye\",\"reason\":\"signed-out\"}");
        assertThat(update("{\"uid\":\"carol\",\"invalidate_tokens\":false,\"status\":0}")
                        .outcome())
                .isEqualTo("200 0");
        assertThat(user("carol")).doesNotContainKey("valid_token_date");
    }

    @Test
    void updateUserInfoByExternal_goodStanding_signsNobodyOut() {
        // Given
        users.connected("alice", "web", "alice-1");

        // When
        Reply reply = update("{\"uid\":\"alice\",\"status\":0,\"role\":[\"uni-im-admin\"]}");

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(online.isClosed("alice-1")).isFalse();
    }

    @Test
    void updateUserInfoByExternal_refusals_changeNothing() {
        // Given
        Document before = user("alice");

        // Then
        assertThat(call(event("unsigned")).outcome()).isEqualTo("403 uni-id-illegal-request");
        assertThat(update("{\"status\":1}").outcome()).isEqualTo("400 uni-id-param-required");
        assertThat(update("{\"uid\":\"nobody\",\"status\":1}").outcome()).isEqualTo("404 uni-id-account-not-exists");
        assertThat(update("{\"externalUid\":\"alice\",\"status\":1}").outcome())
                .isEqualTo("404 uni-id-account-not-exists");
        for (String nickname : List.of("a@b", "12345", "x".repeat(101), "\u3164 ", "")) {
            assertThat(update("{\"uid\":\"alice\",\"nickname\":\"" + nickname + "\",\"status\":1}")
                            .outcome())
                    .isEqualTo("400 uni-id-invalid-nickname");
        }
        for (String bad : List.of(
                "\"status\":5",
                "\"status\":\"1\"",
                "\"gender\":3",
                "\"role\":\"admin\"",
                "\"role\":[1]",
                "\"tags\":{}",
                "\"authorizedApp\":\"a\"",
                "\"mobile\":13812345678",
                "\"email\":\"" + "x".repeat(257) + "\"",
                "\"invalidate_tokens\":1",
                "\"avatar\":5",
                "\"avatar\":\"javascript:alert(1)\"",
                "\"tags\":[\"" + "x".repeat(1_001) + "\"]",
                "\"avatar\":{\"url\":\"//x\"}")) {
            assertThat(update("{\"uid\":\"alice\",\"nickname\":\"new\"," + bad + "}")
                            .outcome())
                    .as(bad)
                    .isEqualTo("400 param-error");
        }
        assertThat(user("alice")).isEqualTo(before);
    }
}
