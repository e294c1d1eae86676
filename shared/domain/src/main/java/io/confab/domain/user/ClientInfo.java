package io.confab.domain.user;

import io.confab.domain.error.Refusal;
import java.util.Optional;

/**
 * What a client says about itself: its app, device and platform (docs/api/README.md#calling-a-method), at most 256 characters
 * each, from headers or body.
 */
public record ClientInfo(Optional<String> appId, Optional<String> deviceId, Optional<String> platform) {
    public static final ClientInfo UNKNOWN = new ClientInfo(Optional.empty(), Optional.empty(), Optional.empty());

    private static final int MAX_LENGTH = 256;

    /**
     * @throws Refusal {@code param-error} for a value that is too long
     */
    public ClientInfo {
        requireShort("appId", appId);
        requireShort("deviceId", deviceId);
        requireShort("uniPlatform", platform);
    }

    private static void requireShort(String name, Optional<String> value) {
        if (value.filter(text -> text.length() > MAX_LENGTH).isPresent()) {
            throw Refusal.badParam(name, "at most " + MAX_LENGTH + " characters");
        }
    }
}
