package io.confab.domain.presence;

import java.util.List;
import java.util.Optional;

/**
 * Whether a user is online.
 *
 * @param platforms of their open connections, each once
 * @param lastTime when one of their devices was last used; empty if none ever was
 */
public record Presence(String uid, boolean isOnline, List<String> platforms, Optional<Long> lastTime) {}
