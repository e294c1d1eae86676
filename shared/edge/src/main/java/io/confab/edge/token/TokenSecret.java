package io.confab.edge.token;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.config.LocalSecrets;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of HS256 tokens: the one that signs and, while the secret is being changed, the previous one, whose tokens are
 * accepted until they expire. A deployment that is not local does not start with a missing, short or well-known secret.
 */
@Singleton
class TokenSecret {
    private static final int MIN_LENGTH = 32;

    private final SecretKey key;
    private final Optional<SecretKey> previous;

    TokenSecret(ConfabConfig config) {
        this.key = key("CONFAB_TOKEN_SECRET", config.tokenSecret().orElse(""), config);
        this.previous = config.tokenSecretPrevious().map(secret -> key("CONFAB_TOKEN_SECRET_PREVIOUS", secret, config));
    }

    SecretKey key() {
        return key;
    }

    /** Verifies tokens, and signs none. */
    Optional<SecretKey> previous() {
        return previous;
    }

    private static SecretKey key(String setting, String secret, ConfabConfig config) {
        if (secret.length() < MIN_LENGTH) {
            throw new IllegalStateException(setting + " must be set, with at least " + MIN_LENGTH + " characters");
        }
        LocalSecrets.refuse(setting, secret, config);
        return new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }
}
