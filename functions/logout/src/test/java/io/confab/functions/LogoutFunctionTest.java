package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.Events;
import io.confab.testing.FunctionTestBase;
import io.confab.testing.Tokens;
import io.confab.testing.Users;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import org.bson.Document;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LogoutFunctionTest extends FunctionTestBase {
    private static final String BYE = "{\"type\":\"bye\",\"reason\":\"signed-out\"}";

    private Document device(String deviceId) {
        return collection("uni-id-device")
                .find(new Document("device_key", "alice#" + deviceId))
                .first();
    }

    private Reply logout(String token, String params) {
        return call(Events.call("logout")
                .token(token)
                .client(Users.APP, "alice-web", "web")
                .body(params)
                .json());
    }

    @Test
    void logout_thisDevice_endsTokenPushesAndConnection() {
        // Given
        users.connected("alice", "alice-web", "alice-1");
        users.connected("alice", "alice-phone", "alice-2");
        users.connected("bob", "alice-web", "bob-1");

        // When
        Reply reply = call(event("this-device"));

        // Then
        assertThat(reply.json()).hasToString("{\"errCode\":0,\"errMsg\":\"\",\"data\":{}}");
        assertThat(device("alice-web")).containsEntry("token_expired", 0L).doesNotContainKey("connection_id");
        assertThat(device("alice-phone").getLong("token_expired")).isPositive();
        assertThat(online.isClosed("alice-1")).isTrue();
        assertThat(online.frames("alice-1")).containsExactly(BYE);
        assertThat(online.isClosed("alice-2")).isFalse();
        assertThat(online.isClosed("bob-1")).isFalse();
        assertThat(call(event("this-device")).outcome()).isEqualTo("401 uni-id-check-token-failed");
    }

    @Test
    void logout_oneToken_leavesTheUsersOtherTokensGood() {
        // Given
        String first =
                Tokens.of("alice").issued(Instant.now().minusSeconds(100)).sign();
        String second = Tokens.good("alice");

        // When
        logout(first, "{}");

        // Then
        assertThat(logout(first, "{}").status()).isEqualTo(401);
        assertThat(logout(second, "{}").status()).isEqualTo(200);
    }

    @Test
    void logout_everywhere_endsEveryTokenAndConnection() {
        // Given
        String older =
                Tokens.of("alice").issued(Instant.now().minusSeconds(100)).sign();
        String current = Tokens.good("alice");
        users.connected("alice", "alice-web", "alice-1");
        users.connected("alice", "alice-phone", "alice-2");
        users.connected("bob", "phone", "bob-1");

        // When
        Reply reply = logout(current, "{\"all\":true}");

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(online.frames("alice-1")).containsExactly(BYE);
        assertThat(online.frames("alice-2")).containsExactly(BYE);
        assertThat(online.isClosed("bob-1")).isFalse();
        assertThat(logout(older, "{}").outcome()).isEqualTo("401 uni-id-token-expired");
        assertThat(logout(current, "{}").status()).isEqualTo(401);
    }

    @Test
    void logout_everywhereByEventFile_endsItsOwnOldToken() {
        assertThat(call(event("everywhere")).outcome()).isEqualTo("200 0");
        assertThat(call(event("everywhere")).status()).isEqualTo(401);
    }

    @Test
    void logout_badParameterOrToken_endsNothing() {
        // Given
        users.connected("alice", "alice-web", "alice-1");

        // Then
        assertThat(call(event("all-of-wrong-type")).outcome()).isEqualTo("400 param-error");
        assertThat(call(event("all-of-wrong-type")).text("/errSubject")).isEqualTo("uni-id-co");
        assertThat(logout(Tokens.forged("alice"), "{}").status()).isEqualTo(401);
        assertThat(online.isClosed("alice-1")).isFalse();
    }
}
