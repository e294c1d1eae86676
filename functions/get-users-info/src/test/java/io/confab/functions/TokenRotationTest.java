package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.Events;
import io.confab.testing.FunctionTestBase;
import io.confab.testing.TestSettings;
import io.confab.testing.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;

/** While a new token secret takes the place of another, both verify and the new one signs. */
@QuarkusTest
@TestProfile(TokenRotationTest.TwoSecrets.class)
class TokenRotationTest extends FunctionTestBase {
    private static final String PREVIOUS = "the-secret-before-this-one-0123456789";

    /** An operator in the middle of a rotation. */
    public static class TwoSecrets implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("confab.token-secret-previous", PREVIOUS);
        }
    }

    private Reply by(String token) {
        return call(Events.call("getUsersInfo")
                .token(token)
                .body("{\"user_ids\":[]}")
                .json());
    }

    @Test
    void token_ofThePreviousSecret_isGoodToItsEnd() {
        Tokens ended = Tokens.of("alice").issued(Instant.now().minusSeconds(9_000));
        assertThat(by(Tokens.of("alice").sign(PREVIOUS)).outcome()).isEqualTo("200 0");
        assertThat(by(Tokens.good("alice")).outcome()).isEqualTo("200 0");
        assertThat(by(ended.sign(PREVIOUS)).outcome()).isEqualTo("401 uni-id-token-expired");
        assertThat(by(Tokens.of("alice").sign("a-secret-of-nobody-0123456789-0123456789"))
                        .outcome())
                .isEqualTo("401 uni-id-check-token-failed");
    }

    @Test
    void renewedToken_ofAPreviousOne_isSignedByTheCurrentSecret() throws JoseException {
        // Given
        String old = Tokens.of("alice").expires(Instant.now().plusSeconds(60)).sign(PREVIOUS);

        // When
        Reply reply = by(old);

        // Then
        JsonWebSignature renewed = new JsonWebSignature();
        renewed.setCompactSerialization(reply.text("/newToken/token"));
        renewed.setKey(new SecretKeySpec(TestSettings.TOKEN_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        assertThat(renewed.verifySignature()).isTrue();
        assertThat(by(reply.text("/newToken/token")).outcome()).isEqualTo("200 0");
    }
}
