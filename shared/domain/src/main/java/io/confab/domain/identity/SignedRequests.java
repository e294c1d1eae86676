package io.confab.domain.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.confab.domain.config.ConfabConfig;
import io.confab.domain.config.LocalSecrets;
import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Accepts requests that a back end signed (contract section 5): a good signature, not older and not further ahead than 20
 * seconds, a nonce not seen within the window. The nonce is used up last, so a forged request costs no write.
 */
@Singleton
public class SignedRequests {
    private static final long WINDOW_MILLIS = 20_000;
    private static final int MAX_NONCE_LENGTH = 64;

    private final NonceRepository nonces;
    private final Clock clock;
    private final List<String> secrets;

    SignedRequests(NonceRepository nonces, Clock clock, ConfabConfig config) {
        this.nonces = nonces;
        this.clock = clock;
        this.secrets = Stream.of(config.requestAuthSecret(), config.requestAuthSecretPrevious())
                .flatMap(Optional::stream)
                .toList();
        secrets.forEach(secret -> LocalSecrets.refuse("CONFAB_REQUEST_AUTH_SECRET", secret, config));
    }

    /** The three headers, each as it came. */
    public record Headers(Optional<String> nonce, Optional<String> timestamp, Optional<String> signature) {}

    /**
     * @param params the signed object
     * @throws Refusal {@code uni-id-illegal-request}, whatever is wrong
     */
    public void require(Headers headers, JsonNode params) {
        String nonce = headers.nonce().orElse("");
        String timestamp = headers.timestamp().orElse("");
        long now = clock.millis();
        boolean good = !nonce.isEmpty()
                && nonce.length() <= MAX_NONCE_LENGTH
                && isWithinWindow(timestamp, now)
                && isSigned(nonce, timestamp, params, headers.signature().orElse(""))
                && nonces.use(nonce, now, 2 * WINDOW_MILLIS);
        if (!good) {
            throw new Refusal(ErrorCode.ILLEGAL_REQUEST, "the request is not signed, too old, or was seen before");
        }
    }

    private boolean isSigned(String nonce, String timestamp, JsonNode params, String signature) {
        return secrets.stream()
                .anyMatch(secret ->
                        RequestSignature.matches(RequestSignature.of(secret, nonce, timestamp, params), signature));
    }

    private static boolean isWithinWindow(String timestamp, long now) {
        try {
            return Math.abs(Math.subtractExact(now, Long.parseLong(timestamp))) <= WINDOW_MILLIS;
        } catch (NumberFormatException | ArithmeticException e) {
            return false;
        }
    }
}
