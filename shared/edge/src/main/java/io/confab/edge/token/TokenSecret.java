package io.confab.edge.token;

import io.confab.domain.config.ConfabConfig;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The key of HS256 tokens. A missing, short or well-known secret stops a deployment that is not local at its start. */
@Singleton
class TokenSecret {
    private static final String LOCAL_SECRET = "confab-local-token-secret-change-me";
    private static final int MIN_LENGTH = 32;

    private final SecretKey key;

    TokenSecret(ConfabConfig config) {
        String secret = config.tokenSecret().orElse("");
        if (secret.length() < MIN_LENGTH) {
            throw new IllegalStateException(
                    "CONFAB_TOKEN_SECRET must be set, with at least " + MIN_LENGTH + " characters");
        }
        if (secret.equals(LOCAL_SECRET) && !config.local()) {
            throw new IllegalStateException("CONFAB_TOKEN_SECRET is the well-known one of a laptop: set your own");
        }
        this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    SecretKey key() {
        return key;
    }
}
