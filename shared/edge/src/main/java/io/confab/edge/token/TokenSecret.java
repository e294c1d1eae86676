package io.confab.edge.token;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.config.LocalSecrets;
import io.confab.domain.secret.Secrets;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of HS256 tokens: the one that signs and, while the secret is being changed, the next and the previous one, whose tokens
 * are accepted too. A deployment that is not local does not start with a missing, short or well-known secret.
 */
@Singleton
class TokenSecret {
    private static final int MIN_LENGTH = 32;

    private final Secrets secrets;
    private volatile Keys keys;

    TokenSecret(ConfabConfig config, Secrets secrets) {
        this.secrets = secrets;
        check(Secrets.TOKEN, secrets.get(Secrets.TOKEN).orElse(""), config);
        for (String name : List.of(Secrets.TOKEN + Secrets.NEXT, Secrets.TOKEN + Secrets.PREVIOUS)) {
            secrets.get(name).ifPresent(secret -> check(name, secret, config));
        }
        this.keys = read();
    }

    /**
     * The keys of one moment.
     *
     * @param signing signs, and verifies
     * @param others only verify
     * @param state of the secrets that they are made of
     */
    record Keys(SecretKey signing, List<SecretKey> others, Object state) {}

    /** The keys of now: the same object as long as no secret has changed. */
    Keys keys() {
        Keys now = keys;
        if (now.state() != secrets.state()) {
            now = read();
            keys = now;
        }
        return now;
    }

    private Keys read() {
        Object state = secrets.state();
        List<SecretKey> all =
                secrets.verifying(Secrets.TOKEN).stream().map(TokenSecret::key).toList();
        return new Keys(all.get(0), all.subList(1, all.size()), state);
    }

    private static SecretKey key(String secret) {
        return new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    private static void check(String setting, String secret, ConfabConfig config) {
        if (secret.length() < MIN_LENGTH) {
            throw new IllegalStateException(setting + " must be set, with at least " + MIN_LENGTH + " characters");
        }
        LocalSecrets.refuse(setting, secret, config);
    }
}
