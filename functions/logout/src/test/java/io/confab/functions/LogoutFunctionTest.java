package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.Events;
import io.confab.testing.FunctionTestBase;
import io.confab.testing.Tokens;
import io.confab.testing.Users;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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

    private Document user() {
        return collection("uni-id-users").find(new Document("_id", "alice")).first();
    }

    private Reply logoutWithoutDevice(String token, String params) {
        return call(Events.call("logout").token(token).body(params).json());
    }

    @Test
    void logout_revokedTokenInAnotherSpelling_staysRevoked() {
        // Given
        String token = Tokens.good("alice");
        logout(token, "{}");

        // Then
        assertThat(Tokens.respelled(token))
                .allSatisfy(spelled ->
                        assertThat(logout(spelled, "{}").outcome()).isEqualTo("401 uni-id-check-token-failed"));
    }

    @Test
    void logout_goodTokenInAnotherSpelling_isRefused() {
        // Given: tokens that end in any of the characters that a signature may end in
        for (int i = 0; i < 5; i++) {
            String token = Tokens.of("alice")
                    .with(claims -> claims.setGeneratedJwtId())
                    .sign();

            // Then
            assertThat(Tokens.respelled(token))
                    .allSatisfy(spelled ->
                            assertThat(logout(spelled, "{}").outcome()).isEqualTo("401 uni-id-check-token-failed"));
            assertThat(logout(token, "{}").outcome()).isEqualTo("200 0");
        }
    }

    @Test
    void logout_revokedByAFormerVersion_staysRevoked() {
        // Given
        String token = Tokens.good("alice");
        users.add(
                "alice",
                Map.of(
                        "revoked_tokens",
                        List.of(new Document("_id", Tokens.hash(token))
                                .append("exp", System.currentTimeMillis() + 7_200_000))));

        // Then
        assertThat(logout(token, "{}").outcome()).isEqualTo("401 uni-id-check-token-failed");
    }

    @Test
    void logout_withoutADevice_endsWhatCameByTheToken() {
        // Given: the thief opened a connection of his own
        String token = Tokens.good("alice");
        users.device("alice", "alice-web", Map.of("connection_id", "alice-1", "sid", Tokens.name(token)));
        users.device("alice", "thief", Map.of("connection_id", "thief-1", "sid", Tokens.name(token)));
        users.device("alice", "phone", Map.of("connection_id", "alice-2", "sid", "another"));
        users.device("bob", "thief", Map.of("connection_id", "bob-1", "sid", Tokens.name(token)));

        // When
        Reply reply = logoutWithoutDevice(token, "{}");

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(online.frames("alice-1")).containsExactly(BYE);
        assertThat(online.frames("thief-1")).containsExactly(BYE);
        assertThat(device("thief")).containsEntry("token_expired", 0L).doesNotContainKey("connection_id");
        assertThat(online.isClosed("alice-2")).isFalse();
        assertThat(online.isClosed("bob-1")).isFalse();
    }

    @Test
    void logout_byATokenOfAnExchange_endsTheSidAndLeavesItsOtherTokensGood() {
        // Given
        String first = Tokens.good("alice");
        String sid = Tokens.name(first);
        String exchanged =
                Tokens.of("alice").with(claims -> claims.setClaim("sid", sid)).sign();
        users.device("alice", "first", Map.of("connection_id", "alice-1", "sid", sid));

        // When
        logoutWithoutDevice(exchanged, "{}");

        // Then
        assertThat(online.frames("alice-1")).containsExactly(BYE);
        assertThat(user().getList("ended_sids", Document.class)).singleElement().satisfies(ended -> {
            assertThat(ended).containsEntry("_id", sid);
            assertThat(ended.getLong("exp")).isGreaterThan(System.currentTimeMillis() + 7_200_000);
        });
        assertThat(logoutWithoutDevice(exchanged, "{}").status()).isEqualTo(401);
        assertThat(logoutWithoutDevice(first, "{}").status()).isEqualTo(200);
        assertThat(user().getList("ended_sids", Document.class)).hasSize(1);
    }

    @Test
    void logout_ofARootThatLastsLong_remembersItsSidAsLong() {
        // Given
        long end = Instant.now().getEpochSecond() + 100_000;
        String exchanged = Tokens.of("alice")
                .with(claims -> {
                    claims.setClaim("sid", "root");
                    claims.setClaim("sid_until", end);
                })
                .sign();

        // When
        logoutWithoutDevice(exchanged, "{}");

        // Then
        assertThat(user().getList("ended_sids", Document.class).get(0)).containsEntry("exp", end * 1000);
    }

    @Test
    void logout_nearTheTokensEnd_givesNoNewToken() {
        // Given
        Instant soon = Instant.now().plusSeconds(60);
        List<String> tokens = List.of(
                Tokens.of("alice").expires(soon).sign(),
                Tokens.of("bob").expires(soon).sign());

        // Then
        assertThat(logoutWithoutDevice(tokens.get(0), "{}").json().has("newToken"))
                .isFalse();
        assertThat(logoutWithoutDevice(tokens.get(1), "{\"all\":true}").json().has("newToken"))
                .isFalse();
    }

    @Test
    void logout_everywhere_endsATokenOfTheSameSecondAndOneAheadOfTheClock() {
        // Given
        Instant now = Instant.now();
        String same = Tokens.of("alice")
                .with(claims -> claims.setGeneratedJwtId())
                .issued(now)
                .sign();
        String ahead = Tokens.of("alice").issued(now.plusSeconds(30)).sign();
        String aheadToo = Tokens.of("alice")
                .with(claims -> claims.setGeneratedJwtId())
                .issued(now.plusSeconds(30))
                .sign();

        // When
        Reply reply = logout(ahead, "{\"all\":true}");

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(user().getLong("valid_token_date"))
                .isEqualTo(now.plusSeconds(30).getEpochSecond() * 1000);
        assertThat(logout(same, "{}").outcome()).isEqualTo("401 uni-id-token-expired");
        assertThat(logout(aheadToo, "{}").outcome()).isEqualTo("401 uni-id-token-expired");
    }

    @Test
    void logout_everywhereAgain_isLaterByASecond() {
        // Given
        long cut = System.currentTimeMillis() + 20_000;
        users.add("alice", Map.of("valid_token_date", cut, "ended_sids", List.of()));
        String next =
                Tokens.of("alice").issued(Instant.ofEpochMilli(cut + 1_000)).sign();

        // When
        Reply reply = logout(next, "{\"all\":true}");

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(user().getLong("valid_token_date")).isEqualTo(cut + 1_000);
        assertThat(user()).doesNotContainKey("ended_sids");
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
