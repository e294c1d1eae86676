package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.Events;
import io.confab.testing.FunctionTestBase;
import io.confab.testing.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RefreshTokenFunctionTest extends FunctionTestBase {
    @Test
    void refreshToken_goodToken_givesANewOneThatWorks() {
        // When
        Reply reply = call(event("refresh"));

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(reply.text("/uid")).isEqualTo("alice");
        assertThat(reply.json().has("data")).isFalse();
        assertThat(reply.number("/newToken/tokenExpired"))
                .isBetween(System.currentTimeMillis() + 7_190_000, System.currentTimeMillis() + 7_200_000);
        Reply withNew = call(Events.call("refreshToken")
                .token(reply.text("/newToken/token"))
                .body("{}")
                .json());
        assertThat(withNew.outcome()).isEqualTo("200 0");
        assertThat(withNew.text("/uid")).isEqualTo("alice");
    }

    @Test
    void refreshToken_oldToken_staysGood() {
        // Given
        String old = Tokens.good("alice");
        call(Events.call("refreshToken").token(old).body("{}").json());

        // Then
        assertThat(call(Events.call("refreshToken").token(old).body("{}").json())
                        .status())
                .isEqualTo(200);
    }

    /** Else logging out one device would sign out the other. */
    @Test
    void refreshToken_twiceInOneSecond_givesTwoTokens() {
        // When
        String first = call(event("refresh")).text("/newToken/token");
        String second = call(event("refresh")).text("/newToken/token");

        // Then
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void refreshToken_callingDevice_isHeardThatMuchLonger() {
        // Given
        users.device("alice", "alice-web", Map.of("token_expired", System.currentTimeMillis()));

        // When
        Reply reply = call(event("refresh"));

        // Then
        assertThat(stored("uni-id-device")).singleElement().satisfies(device -> assertThat(device)
                .containsEntry("token_expired", reply.number("/newToken/tokenExpired")));
    }

    @Test
    void refreshToken_endedOrMissingToken_is401() {
        assertThat(call(event("expired-token")).outcome()).isEqualTo("401 uni-id-token-expired");
        assertThat(call(event("expired-token")).text("/errSubject")).isEqualTo("uni-id-co");
        assertThat(call(Events.call("refreshToken").json()).outcome()).isEqualTo("401 uni-id-check-token-failed");
    }

    @Test
    void refreshToken_bannedUser_is403() {
        users.add("alice", Map.of("status", 1));
        assertThat(call(event("refresh")).outcome()).isEqualTo("403 uni-id-account-banned");
    }
}
