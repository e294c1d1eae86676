package io.confab.domain.identity;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.config.LocalSecrets;
import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.secret.Secrets;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Accepts requests that a back end signed (docs/rules.md#accounts): the signature must be right, the timestamp within 20
 * seconds of the server's time, and the nonce not used within that window. If a signature of version 2 is given, only that one
 * is checked. The nonce is stored last, so a forged request costs no write.
 */
@Singleton
public class SignedRequests {
    private static final long WINDOW_MILLIS = 20_000;
    private static final int MAX_NONCE_LENGTH = 64;
    private static final int MIN_SECRET_LENGTH = 16;

    private final NonceRepository nonces;
    private final Clock clock;
    private final Secrets secrets;
    private final boolean onlyVersion2;

    SignedRequests(NonceRepository nonces, Clock clock, ConfabConfig config, Secrets secrets) {
        this.nonces = nonces;
        this.clock = clock;
        this.secrets = secrets;
        for (String name :
                List.of(Secrets.REQUEST, Secrets.REQUEST + Secrets.NEXT, Secrets.REQUEST + Secrets.PREVIOUS)) {
            secrets.get(name).ifPresent(secret -> check(name, secret, config));
        }
        this.onlyVersion2 = switch (config.requestSignature()) {
            case "any" -> false;
            case "v2" -> true;
            default -> throw new IllegalStateException("CONFAB_REQUEST_SIGNATURE must be any or v2");
        };
    }

    private static void check(String setting, String secret, ConfabConfig config) {
        LocalSecrets.refuse(setting, secret, config);
        if (secret.length() < MIN_SECRET_LENGTH && !config.local()) {
            throw new IllegalStateException(setting + " must have at least " + MIN_SECRET_LENGTH + " characters");
        }
    }

    /** The headers, as they were received. */
    public record Headers(
            Optional<String> nonce,
            Optional<String> timestamp,
            Optional<String> signature,
            Optional<String> signatureV2) {}

    /**
     * The content that is signed.
     *
     * @param method as in its path
     * @param body as it was sent
     * @param params absent if there are none that could be signed
     */
    public record Content(String method, String body, Optional<SignedParams> params) {}

    /**
     * Accepts a signed request, once.
     *
     * @throws Refusal {@code uni-id-illegal-request}, whatever is wrong
     */
    public void require(Headers headers, Content content) {
        String nonce = headers.nonce().orElse("");
        String timestamp = headers.timestamp().orElse("");
        long now = clock.millis();
        boolean good = !nonce.isEmpty()
                && nonce.length() <= MAX_NONCE_LENGTH
                && isWithinWindow(timestamp, now)
                && isSigned(nonce, timestamp, headers, content)
                && nonces.use(nonce, now, 2 * WINDOW_MILLIS);
        if (!good) {
            throw new Refusal(ErrorCode.ILLEGAL_REQUEST, "the request is not signed, too old, or was seen before");
        }
    }

    private boolean isSigned(String nonce, String timestamp, Headers headers, Content content) {
        if (headers.signatureV2().isPresent()) {
            return matches(
                    headers.signatureV2().get(),
                    secret -> RequestSignature.ofBody(secret, nonce, timestamp, content.method(), content.body()));
        }
        if (onlyVersion2 || headers.signature().isEmpty() || content.params().isEmpty()) {
            return false;
        }
        return content.params().get().joined().stream()
                .anyMatch(joined -> matches(
                        headers.signature().get(),
                        secret -> RequestSignature.ofParams(secret, nonce, timestamp, joined)));
    }

    private boolean matches(String given, Function<String, String> expected) {
        return secrets.verifying(Secrets.REQUEST).stream()
                .anyMatch(secret -> RequestSignature.matches(expected.apply(secret), given));
    }

    private static boolean isWithinWindow(String timestamp, long now) {
        try {
            return Math.abs(Math.subtractExact(now, Long.parseLong(timestamp))) <= WINDOW_MILLIS;
        } catch (NumberFormatException | ArithmeticException e) {
            return false;
        }
    }
}
