package io.confab.edge.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confab.domain.user.User;
import io.confab.domain.user.UserRepository;
import io.confab.testing.Configs;
import io.confab.testing.TestIssuer;
import io.confab.testing.Tokens;
import java.math.BigInteger;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An issuer of ES256 tokens, and wrong settings. RS256 is tested in a whole function. */
class OidcTokensTest {
    private static final UserRepository NOBODY = new UserRepository() {
        @Override
        public Optional<User> findOne(String id) {
            return Optional.empty();
        }

        @Override
        public Optional<User> findByIdentity(String provider, String uid) {
            return Optional.empty();
        }
    };

    private final TestIssuer issuer = TestIssuer.start(0);
    private final PublicJsonWebKey elliptic = issuer.newEcKey("elliptic");
    private final PublicJsonWebKey rsa = issuer.newRsaKey("rsa");

    @AfterEach
    void stop() {
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
        return new OidcTokens(Configs.of(settings), NOBODY, Clock.systemUTC());
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
