package io.confab.edge.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.confab.domain.config.ConfabConfig;
import io.confab.domain.identity.IssuerAccounts;
import io.confab.domain.user.User;
import io.confab.domain.user.UserRepository;
import io.confab.testing.Configs;
import io.confab.testing.ForeignIssuer;
import io.confab.testing.TestIssuer;
import io.confab.testing.Tokens;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An issuer of ES256 tokens, and wrong settings. RS256 is tested in a whole function. */
class OidcTokensTest {
    private static final List<User> STORED = new ArrayList<>();
    private static final UserRepository NOBODY = new UserRepository() {
        @Override
        public Optional<User> findOne(String id) {
            return Optional.empty();
        }

        @Override
        public Optional<User> findByIdentity(List<String> providers, String uid) {
            return Optional.empty();
        }

        @Override
        public boolean insertOnce(User user) {
            STORED.add(user);
            return true;
        }
    };

    private final TestIssuer issuer = TestIssuer.start(0);
    private final PublicJsonWebKey elliptic = issuer.newEcKey("elliptic");
    private final PublicJsonWebKey rsa = issuer.newRsaKey("rsa");

    @AfterEach
    void stop() {
        STORED.clear();
        issuer.close();
    }

    private Map<String, String> settings(String algorithm) {
        return new HashMap<>(Map.of(
                "confab.local",
                "true",
                "confab.oidc.issuer",
                issuer.url(),
                "confab.oidc.audience",
                TestIssuer.AUDIENCE,
                "confab.oidc.algorithm",
                algorithm));
    }

    private static OidcTokens tokens(Map<String, String> settings) {
        return tokens(settings, Clock.systemUTC());
    }

    private static OidcTokens tokens(Map<String, String> settings, Clock clock) {
        ConfabConfig config = Configs.of(settings);
        return new OidcTokens(config, new IssuerAccounts(NOBODY, config, clock) {}, clock);
    }

    private String token(PublicJsonWebKey key) {
        return issuer.token("alice", claims -> {}, "ES256", "elliptic", key.getPrivateKey());
    }

    @Test
    void verify_es256_namesTheUser() {
        OidcTokens tokens = tokens(settings("ES256"));

        assertThat(tokens.concerns(token(elliptic))).isTrue();
        assertThat(tokens.verify(token(elliptic)).uid()).isEqualTo("alice");
    }

    /** Most were refused in a race of first calls, as long as only one of them got the keys. */
    @Test
    void verify_firstTokensAtOnce_waitForTheKeys() {
        OidcTokens tokens = tokens(settings("ES256"));
        issuer.delay(Duration.ofMillis(300));
        List<String> given =
                IntStream.range(0, 8).mapToObj(i -> token(elliptic)).toList();

        assertThat(given.parallelStream().map(tokens::verify)).hasSize(8).allMatch(token -> token.uid()
                .equals("alice"));
        assertThat(issuer.keyReads()).isEqualTo(1);
    }

    @Test
    void verify_anotherAlgorithmOfTheSameIssuer_isNotTaken() {
        OidcTokens tokens = tokens(settings("ES256"));
        String token = issuer.token("alice", rsa);

        assertThat(tokens.concerns(token)).isFalse();
        assertThatThrownBy(() -> tokens.verify(token)).hasMessage("the token is not valid");
    }

    @Test
    void verify_changedAfterSigning_isRefused() throws JoseException {
        String token = token(elliptic);
        String other = token(EcJwkGenerator.generateJwk(EllipticCurves.P256));
        String forged = token.substring(0, token.lastIndexOf('.')) + other.substring(other.lastIndexOf('.'));

        assertThatThrownBy(() -> tokens(settings("ES256")).verify(forged)).hasMessage("the token is not valid");
    }

    /** Whoever has one signature of ES256 has another: r stays, s is taken from the order of the curve. */
    @Test
    void verify_es256TheOtherSignature_isTheSameToken() {
        String token = token(elliptic);
        int dot = token.lastIndexOf('.');
        byte[] signature = Base64.getUrlDecoder().decode(token.substring(dot + 1));
        BigInteger order = EllipticCurves.P256.getOrder();
        BigInteger s = order.subtract(new BigInteger(1, Arrays.copyOfRange(signature, 32, 64)));
        byte[] other = s.toByteArray();
        Arrays.fill(signature, 32, 64, (byte) 0);
        int length = Math.min(32, other.length);
        System.arraycopy(other, other.length - length, signature, 64 - length, length);
        String twin = token.substring(0, dot + 1)
                + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);

        assertThat(twin).isNotEqualTo(token);
        assertThat(tokens(settings("ES256")).verify(twin).name())
                .isEqualTo(tokens(settings("ES256")).verify(token).name())
                .isEqualTo(Tokens.name(token));
    }

    @Test
    void verify_signatureInAnotherSpelling_isRefused() {
        assertThat(Tokens.respelled(token(elliptic))).allSatisfy(spelled -> assertThatThrownBy(
                        () -> tokens(settings("ES256")).verify(spelled))
                .hasMessage("the token is not valid"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "ES256"})
    void verify_signedByAnotherLanguage_makesTheUserItDescribes(String algorithm) throws IOException {
        // Given
        JsonNode vectors = new ObjectMapper().readTree(getClass().getResource("/tokens/issuer.json"));
        vectors.path("keys").forEach(key -> issuer.publish(key.toString()));
        Map<String, String> settings = settings(algorithm);
        settings.put("confab.oidc.issuer", vectors.at("/claims/iss").textValue());
        settings.put("confab.oidc.jwks-url", issuer.url() + "/keys");
        settings.put("confab.oidc.provision", "true");
        String token = vectors.at("/tokens/" + algorithm).textValue();
        long end = vectors.at("/claims/exp").longValue();

        // When
        String uid = tokens(settings, at(end - 1)).verify(token).uid();

        // Then
        assertThat(STORED).hasSize(1);
        User user = STORED.get(0);
        assertThat(user.id).isEqualTo(uid).matches("[0-9a-f]{24}");
        assertThat(user.nickname).isEqualTo("Zoë 林");
        assertThat(user.avatarFile.url).isEqualTo("https://id.example/zoe.png");
        assertThat(user.identities).singleElement().satisfies(identity -> {
            assertThat(identity.provider).isEqualTo("oidc");
            assertThat(identity.uid).isEqualTo("auth0|5f7c8ec7c33c6c004bbafe82");
        });
        assertThat(user.registerDate).isEqualTo((end - 1) * 1000);
        OidcTokens later = tokens(settings, at(end));
        assertThatThrownBy(() -> later.verify(token)).hasMessage("the token has expired");
        String forged = token.substring(0, token.lastIndexOf('.') - 2) + "AA" + token.substring(token.lastIndexOf('.'));
        OidcTokens inTime = tokens(settings, at(end - 1));
        assertThatThrownBy(() -> inTime.verify(forged)).hasMessage("the token is not valid");
        assertThat(STORED).hasSize(1);
    }

    @Test
    void verify_tokenThatAnotherProviderGaveForACode_makesTheUser(@TempDir Path folder) throws Exception {
        // Given
        Map<String, ?> claims = Map.of(
                "sub",
                "auth0|lin",
                "preferred_username",
                "林",
                "picture",
                "https://id.example/lin.png",
                "email",
                "l@x.y");
        Optional<ForeignIssuer> found = ForeignIssuer.start(folder, claims);
        assumeThat(found).as("oidc-provider-mock of pip").isPresent();
        try (ForeignIssuer foreign = found.orElseThrow()) {
            Map<String, String> settings = settings("RS256");
            settings.put("confab.oidc.issuer", foreign.url());
            settings.put("confab.oidc.provision", "true");
            OidcTokens tokens = tokens(settings);

            // When
            String uid = tokens.verify(foreign.signIn("auth0|lin", TestIssuer.AUDIENCE))
                    .uid();
            String forAnother = foreign.signIn("auth0|lin", "another");

            // Then
            assertThat(STORED).singleElement().satisfies(user -> {
                assertThat(user.id).isEqualTo(uid);
                assertThat(user.identities.get(0).uid).isEqualTo("auth0|lin");
                assertThat(user.nickname).isEqualTo("林");
                assertThat(user.avatarFile.url).isEqualTo("https://id.example/lin.png");
                assertThat(user.email).isNull();
            });
            assertThatThrownBy(() -> tokens.verify(forAnother)).hasMessage("the token is not valid");
        }
    }

    private static Clock at(long seconds) {
        return Clock.fixed(Instant.ofEpochSecond(seconds), ZoneOffset.UTC);
    }

    @Test
    void start_withoutAnAudienceAKnownAlgorithmOrHttps_isStopped() {
        assertStopped("confab.oidc.audience", "", "CONFAB_OIDC_AUDIENCE");
        assertStopped("confab.oidc.algorithm", "HS256", "CONFAB_OIDC_ALGORITHM");
        assertStopped("confab.local", "false", "CONFAB_OIDC_JWKS_URL");
    }

    private void assertStopped(String setting, String value, String named) {
        Map<String, String> settings = settings("RS256");
        settings.put(setting, value);
        assertThatThrownBy(() -> tokens(settings)).hasMessageContaining(named);
    }
}
