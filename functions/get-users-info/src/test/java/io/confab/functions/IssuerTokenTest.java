package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.Events;
import io.confab.testing.FreePort;
import io.confab.testing.FunctionTestBase;
import io.confab.testing.TestIssuer;
import io.confab.testing.Tokens;
import io.confab.testing.Users;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.crypto.spec.SecretKeySpec;
import org.bson.Document;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens of an OpenID Connect issuer, whose keys are read over HTTP, at RS256. The application lives through all tests. */
@QuarkusTest
@TestProfile(IssuerTokenTest.WithIssuer.class)
class IssuerTokenTest extends FunctionTestBase {
    private static final String PORT = "confab.test.issuer-port";
    private static final Duration INTERVAL = Duration.ofMillis(700);
    private static final String FAILED = "401 uni-id-check-token-failed";

    private TestIssuer issuer;
    private PublicJsonWebKey key;

    /** An operator's choice; the port is known to the test by a system property. */
    public static class WithIssuer implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            // Quarkus asks more than once.
            String port = System.getProperty(PORT, Integer.toString(FreePort.find()));
            System.setProperty(PORT, port);
            return Map.of(
                    "confab.oidc.issuer",
                    "http://127.0.0.1:" + port,
                    "confab.oidc.audience",
                    TestIssuer.AUDIENCE,
                    "confab.oidc.provision",
                    "true",
                    "confab.oidc.keys-interval",
                    INTERVAL.toMillis() + "ms");
        }
    }

    /** A new key of a new name each time; the interval is over, so the first token of it is good. */
    @BeforeEach
    void startIssuer() throws InterruptedException {
        issuer = TestIssuer.start(Integer.getInteger(PORT));
        key = issuer.newRsaKey("key-" + System.nanoTime());
        Thread.sleep(INTERVAL.toMillis() + 50);
    }

    @AfterEach
    void stopIssuer() {
        issuer.close();
    }

    private Reply by(String token) {
        return call(Events.call("getUsersInfo")
                .token(token)
                .client(Users.APP, "web", "web")
                .body(Map.of("user_ids", List.of("alice")))
                .json());
    }

    @Test
    void issuersToken_subIsAnId_admitsThatUser() {
        assertThat(by(issuer.token("alice", key)).outcome()).isEqualTo("200 0");
        assertThat(by(Tokens.good("alice")).outcome()).isEqualTo("200 0");
        assertThat(by(Tokens.good("nobody")).outcome()).isEqualTo(FAILED);
        assertThat(stored("uni-id-users")).hasSize(5);
    }

    @Test
    void issuersToken_unknownSub_makesTheUserOnce() {
        // Given
        clock.set(System.currentTimeMillis());

        // When
        Reply first = by(described("google|1", "Zoë\u202E 林", "zoe", "https://id.example/zoe.png"));
        users.add("zora", Map.of("identities", List.of(identity("externalDirectConnect", "google|1"))));
        Reply second = by(described("google|1", "Renamed", "zoe", "https://id.example/other.png"));

        // Then
        assertThat(first.outcome()).isEqualTo("200 0");
        assertThat(second.outcome()).isEqualTo("200 0");
        Document user = made("google|1");
        assertThat(user)
                .containsEntry("nickname", "Zoë 林")
                .containsEntry("folded_nickname", "zoë 林")
                .containsEntry("avatar_file", new Document("url", "https://id.example/zoe.png"))
                .containsEntry("status", 0)
                .containsEntry("register_date", clock.millis())
                .doesNotContainKeys("username", "email", "role", "tags");
        assertThat(user.getString("_id")).matches("[0-9a-f]{24}");
        assertThat(stored("uni-id-users")).hasSize(7);
        users.add(user.getString("_id"), Map.of("status", 1, "identities", List.of(identity("oidc", "google|1"))));
        assertThat(by(described("google|1", "Zoë", "zoe", "")).outcome()).isEqualTo("403 uni-id-account-banned");
    }

    @Test
    void issuersToken_badNameOrPicture_isLeftOutOrCut() {
        assertThat(nickname("a", "x@y.example", "zoe.k")).isEqualTo("zoe.k");
        assertThat(nickname("b", "13812345678", "zoe@id.example")).isNull();
        assertThat(nickname("c", "\u3164\u200B", " ")).isNull();
        assertThat(nickname("d", "n".repeat(99) + "😀", "zoe")).isEqualTo("n".repeat(99));
        assertThat(nickname("e", 5, List.of("zoe"))).isNull();
        assertThat(avatar("f", "javascript:alert(1)")).isNull();
        assertThat(avatar("g", "//id.example/zoe.png")).isNull();
        assertThat(avatar("h", "https://id.example/" + "z".repeat(2_048))).isNull();
        assertThat(avatar("i", Map.of("url", "https://id.example/zoe.png"))).isNull();
    }

    private Object nickname(String sub, Object name, Object username) {
        assertThat(by(described(sub, name, username, null)).outcome()).isEqualTo("200 0");
        return made(sub).get("nickname");
    }

    private Object avatar(String sub, Object picture) {
        assertThat(by(described(sub, "Zoë", "zoe", picture)).outcome()).isEqualTo("200 0");
        return made(sub).get("avatar_file");
    }

    @Test
    void issuersToken_subThatNoStoreKeeps_makesNobody() {
        assertThat(by(issuer.token("s".repeat(255), key)).outcome()).isEqualTo("200 0");
        assertThat(by(issuer.token("s".repeat(256), key)).outcome()).isEqualTo(FAILED);
        assertThat(by(issuer.token("a\u0000b", key)).outcome()).isEqualTo(FAILED);
        assertThat(by(issuer.token("", key)).outcome()).isEqualTo(FAILED);
        assertThat(by(issuer.token("$ne", key)).outcome()).isEqualTo("200 0");
        assertThat(stored("uni-id-users")).hasSize(7);
    }

    private String described(String sub, Object name, Object username, Object picture) {
        return issuer.token(
                sub,
                claims -> {
                    claims.setClaim("name", name);
                    claims.setClaim("preferred_username", username);
                    claims.setClaim("picture", picture);
                },
                "RS256",
                key.getKeyId(),
                key.getPrivateKey());
    }

    /** The one user whom the issuer's subject became. */
    private Document made(String sub) {
        List<Document> found = stored("uni-id-users").stream()
                .filter(user -> List.of(identity("oidc", sub)).equals(user.get("identities")))
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static Document identity(String provider, String uid) {
        return new Document("provider", provider).append("uid", uid);
    }

    @Test
    void issuersToken_subIsAnExternalUid_admitsItsUser() {
        // Given
        users.add("lin", Map.of("status", 1, "identities", List.of(identity("externalDirectConnect", "crm-1"))));

        // Then
        assertThat(by(issuer.token("crm-1", key)).outcome()).isEqualTo("403 uni-id-account-banned");
    }

    @Test
    void issuersToken_nearItsEnd_isNotRenewedByUs() {
        // Given
        Instant soon = Instant.now().plusSeconds(30);

        // When
        Reply reply = by(issuer.token(
                "alice",
                claims -> claims.setExpirationTime(NumericDate.fromSeconds(soon.getEpochSecond())),
                "RS256",
                key.getKeyId(),
                key.getPrivateKey()));

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(reply.json().has("newToken")).isFalse();
    }

    @Test
    void issuersToken_wrongClaims_areRefused() {
        assertThat(changed(claims -> claims.setIssuer("http://127.0.0.1:1"))).isEqualTo(FAILED);
        assertThat(changed(claims -> claims.setAudience("another"))).isEqualTo(FAILED);
        assertThat(changed(claims -> claims.unsetClaim("aud"))).isEqualTo(FAILED);
        assertThat(changed(claims -> claims.unsetClaim("iss"))).isEqualTo(FAILED);
        assertThat(changed(claims -> claims.unsetClaim("exp"))).isEqualTo(FAILED);
        assertThat(changed(claims -> claims.unsetClaim("iat"))).isEqualTo(FAILED);
        assertThat(changed(claims -> claims.unsetClaim("sub"))).isEqualTo(FAILED);
        assertThat(changed(claims -> claims.setClaim("sub", 5))).isEqualTo(FAILED);
        assertThat(changed(claims -> claims.setExpirationTime(NumericDate.fromSeconds(1_000))))
                .isEqualTo("401 uni-id-token-expired");
        users.add("alice", Map.of("valid_token_date", System.currentTimeMillis() + 60_000));
        assertThat(changed(claims -> {})).isEqualTo("401 uni-id-token-expired");
    }

    private String changed(Consumer<JwtClaims> change) {
        return by(issuer.token("alice", change, "RS256", key.getKeyId(), key.getPrivateKey()))
                .outcome();
    }

    @Test
    void issuersToken_confusedKeysAndAlgorithms_areRefused() {
        // Given
        PublicJsonWebKey elliptic = issuer.newEcKey("ec");
        PublicJsonWebKey other = issuer.newRsaKey("other");
        byte[] publicKey = key.getPublicKey().getEncoded();
        byte[] modulus = key.toJson().getBytes(StandardCharsets.UTF_8);

        // Then
        assertThat(signed("HS256", key.getKeyId(), new SecretKeySpec(publicKey, "HmacSHA256")))
                .isEqualTo(FAILED);
        assertThat(signed("HS256", key.getKeyId(), new SecretKeySpec(modulus, "HmacSHA256")))
                .isEqualTo(FAILED);
        assertThat(signed("none", null, null)).isEqualTo(FAILED);
        assertThat(signed("none", key.getKeyId(), null)).isEqualTo(FAILED);
        assertThat(signed("ES256", "ec", elliptic.getPrivateKey())).isEqualTo(FAILED);
        assertThat(signed("ES256", key.getKeyId(), elliptic.getPrivateKey())).isEqualTo(FAILED);
        assertThat(signed("RS256", "ec", key.getPrivateKey())).isEqualTo(FAILED);
        assertThat(signed("RS512", key.getKeyId(), key.getPrivateKey())).isEqualTo(FAILED);
        assertThat(signed("RS256", key.getKeyId(), other.getPrivateKey())).isEqualTo(FAILED);
        assertThat(by(Tokens.forged("alice")).outcome()).isEqualTo(FAILED);
        assertThat(signed("RS256", key.getKeyId(), key.getPrivateKey())).isEqualTo("200 0");
    }

    private String signed(String algorithm, String kid, Key by) {
        String token = issuer.token("alice", claims -> claims.setClaim("uid", "alice"), algorithm, kid, by);
        return by(token).outcome();
    }

    @Test
    void newKey_ofTheIssuer_isFoundByItsName() throws InterruptedException {
        // Given
        by(issuer.token("alice", key));
        PublicJsonWebKey next = issuer.newRsaKey("next-" + System.nanoTime());
        Thread.sleep(INTERVAL.toMillis() + 50);

        // Then
        assertThat(by(issuer.token("alice", next)).outcome()).isEqualTo("200 0");
        assertThat(by(issuer.token("alice", key)).outcome()).isEqualTo("200 0");
    }

    /** Seen to fail, with 20 reads, without the interval. */
    @Test
    void inventedKeyNames_doNotHammerTheIssuer() {
        // Given
        by(issuer.token("alice", key));
        int before = issuer.keyReads();
        long start = System.nanoTime();

        // When
        List<String> outcomes = IntStream.range(0, 20)
                .mapToObj(i -> signed("RS256", "invented-" + i, key.getPrivateKey()))
                .toList();

        // Then
        long intervals = (System.nanoTime() - start) / INTERVAL.toNanos() + 1;
        assertThat(outcomes).containsOnly(FAILED);
        assertThat(issuer.keyReads() - before).isLessThanOrEqualTo((int) intervals);
    }

    /** The copy is old after a second; the issuer does not answer; what was known goes on. */
    @Test
    void issuer_downOrSlow_knownKeysGoOnAndOthersAre401() throws InterruptedException {
        // Given
        assertThat(by(issuer.token("alice", key)).outcome()).isEqualTo("200 0");
        PublicJsonWebKey unseen = issuer.newRsaKey("unseen-" + System.nanoTime());
        issuer.down(true);
        Thread.sleep(1_100);

        // Then
        assertThat(by(issuer.token("alice", key)).outcome()).isEqualTo("200 0");
        Reply reply = by(issuer.token("alice", unseen));
        assertThat(reply.outcome()).isEqualTo(FAILED);
        assertThat(reply.errMsg()).contains("issuer");
        issuer.down(false);
        issuer.delay(Duration.ofMinutes(1));
        Thread.sleep(1_100);
        long start = System.nanoTime();
        assertThat(by(issuer.token("alice", key)).outcome()).isEqualTo("200 0");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
}
