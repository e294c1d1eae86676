package io.confab.edge.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.confab.domain.user.User;
import io.confab.domain.user.UserRepository;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An issuer of ES256 tokens, and what an operator may not set. RS256 is tested in a whole function. */
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

    private HttpServer issuer;
    private PublicJsonWebKey elliptic;
    private PublicJsonWebKey rsa;

    @BeforeEach
    void publishKeys() throws IOException, JoseException {
        elliptic = EcJwkGenerator.generateJwk(EllipticCurves.P256);
        elliptic.setKeyId("elliptic");
        rsa = RsaJwkGenerator.generateJwk(2_048);
        rsa.setKeyId("rsa");
        byte[] keys = new JsonWebKeySet(elliptic, rsa).toJson().getBytes(StandardCharsets.UTF_8);
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.createContext("/keys", exchange -> {
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        issuer.start();
    }

    @AfterEach
    void stop() {
        issuer.stop(0);
    }

    private Map<String, String> settings(String algorithm) {
        return new HashMap<>(Map.of(
                "confab.local", "true",
                "confab.oidc.issuer", "https://issuer.example",
                "confab.oidc.audience", "confab",
                "confab.oidc.algorithm", algorithm,
                "confab.oidc.jwks-url",
                        "http://127.0.0.1:" + issuer.getAddress().getPort() + "/keys"));
    }

    private static OidcTokens tokens(Map<String, String> settings) {
        return new OidcTokens(Configs.of(settings), NOBODY, Clock.systemUTC());
    }

    private static String token(String algorithm, PublicJsonWebKey key) throws JoseException {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer("https://issuer.example");
        claims.setAudience("confab");
        claims.setSubject("alice");
        claims.setIssuedAt(NumericDate.now());
        claims.setExpirationTime(
                NumericDate.fromSeconds(Instant.now().plusSeconds(600).getEpochSecond()));
        JsonWebSignature token = new JsonWebSignature();
        token.setAlgorithmHeaderValue(algorithm);
        token.setKeyIdHeaderValue(key.getKeyId());
        token.setPayload(claims.toJson());
        token.setKey(key.getPrivateKey());
        return token.getCompactSerialization();
    }

    @Test
    void verify_es256_namesTheUser() throws JoseException {
        OidcTokens tokens = tokens(settings("ES256"));
        String token = token("ES256", elliptic);

        assertThat(tokens.concerns(token)).isTrue();
        assertThat(tokens.verify(token).uid()).isEqualTo("alice");
    }

    @Test
    void verify_anotherAlgorithmOfTheSameIssuer_isNotTaken() throws JoseException {
        OidcTokens tokens = tokens(settings("ES256"));
        String token = token("RS256", rsa);

        assertThat(tokens.concerns(token)).isFalse();
        assertThatThrownBy(() -> tokens.verify(token)).hasMessage("the token is not valid");
    }

    @Test
    void verify_changedAfterSigning_isRefused() throws JoseException {
        String token = token("ES256", elliptic);
        String other = token("ES256", EcJwkGenerator.generateJwk(EllipticCurves.P256));
        String forged = token.substring(0, token.lastIndexOf('.')) + other.substring(other.lastIndexOf('.'));

        assertThatThrownBy(() -> tokens(settings("ES256")).verify(forged)).hasMessage("the token is not valid");
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
