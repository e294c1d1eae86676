package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.Events;
import io.confab.testing.FunctionTestBase;
import io.confab.testing.Tokens;
import io.confab.testing.Users;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bson.Document;
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

    private Reply refresh(String token) {
        return call(Events.call("refreshToken")
                .token(token)
                .client(Users.APP, "alice-web", "web")
                .body("{}")
                .json());
    }

    @Test
    void refreshToken_newToken_hasTheSidOfTheOther() {
        // Given
        String first = Tokens.good("alice");

        // When
        String second = refresh(first).text("/newToken/token");
        String third = refresh(second).text("/newToken/token");

        // Then
        assertThat(Tokens.claims(second).getClaimValue("sid")).isEqualTo(Tokens.name(first));
        assertThat(Tokens.claims(third).getClaimValue("sid")).isEqualTo(Tokens.name(first));
        assertThat(Tokens.claims(third).hasClaim("sid_until")).isFalse();
    }

    @Test
    void refreshToken_ofATokenThatLastsLonger_saysHowLongTheSidLasts() {
        // Given
        Instant end = Instant.ofEpochSecond(4_102_444_800L);
        String first = Tokens.of("alice").expires(end).sign();

        // When
        String third = refresh(refresh(first).text("/newToken/token")).text("/newToken/token");

        // Then
        assertThat(Tokens.claims(third).getClaimValue("sid_until")).isEqualTo(end.getEpochSecond());
    }

    @Test
    void refreshToken_extendedRecord_keepsTheSidAndWhenItMayBeForgotten() {
        // Given
        users.device("alice", "alice-web", Map.of("token_expired", System.currentTimeMillis(), "sid", "another"));
        String token = Tokens.good("alice");

        // When
        long end = refresh(token).number("/newToken/tokenExpired");

        // Then
        assertThat(stored("uni-id-device")).singleElement().satisfies(device -> assertThat(device)
                .containsEntry("sid", Tokens.name(token))
                .containsEntry("forget_at", new Date(end + Duration.ofDays(30).toMillis()))
                .containsKey("last_time"));
    }

    @Test
    void refreshToken_endedSid_givesATokenAndExtendsNothing() {
        // Given
        long soon = System.currentTimeMillis() + 60_000;
        users.device("alice", "alice-web", Map.of("token_expired", soon));
        users.add("alice", Map.of("ended_sids", List.of(new Document("_id", "s").append("exp", soon))));
        String token =
                Tokens.of("alice").with(claims -> claims.setClaim("sid", "s")).sign();

        // When
        Reply reply = refresh(token);

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(stored("uni-id-device").get(0)).containsEntry("token_expired", soon);
        assertThat(collection("uni-id-users")
                        .find(new Document("_id", "alice"))
                        .first()
                        .getList("ended_sids", Document.class)
                        .get(0))
                .containsEntry("exp", reply.number("/newToken/tokenExpired"));
    }

    @Test
    void refreshToken_signedOutDevice_isNotSignedInAgain() {
        // Given
        users.device("alice", "alice-web", Map.of("token_expired", 0L));

        // When
        refresh(Tokens.good("alice"));

        // Then
        assertThat(stored("uni-id-device").get(0)).containsEntry("token_expired", 0L);
    }

    @Test
    void refreshToken_rightAfterACut_givesOneThatIsGoodAtOnce() {
        // Given: a cut ahead of the clock
        long cut = System.currentTimeMillis() + 20_000;
        users.add("alice", Map.of("valid_token_date", cut));
        String token =
                Tokens.of("alice").issued(Instant.ofEpochMilli(cut + 1_000)).sign();

        // When
        String next = refresh(token).text("/newToken/token");

        // Then
        assertThat(Tokens.claims(next).getClaimValue("iat")).isEqualTo(cut / 1000 + 1);
        assertThat(refresh(next).outcome()).isEqualTo("200 0");
        assertThat(refresh(Tokens.of("alice").issued(Instant.ofEpochMilli(cut)).sign())
                        .outcome())
                .isEqualTo("401 uni-id-token-expired");
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
