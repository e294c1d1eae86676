package io.confab.domain.user;

import java.util.Optional;

/** What a client says about itself: its app, device and platform (contract section 1). */
public record ClientInfo(Optional<String> appId, Optional<String> deviceId, Optional<String> platform) {
    public static final ClientInfo UNKNOWN = new ClientInfo(Optional.empty(), Optional.empty(), Optional.empty());
}
