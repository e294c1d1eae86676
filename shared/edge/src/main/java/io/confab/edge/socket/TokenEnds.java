package io.confab.edge.socket;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * When the tokens of connections end, as far as this process has read it, so that frames cost no read: for 10 minutes, because a
 * token may end sooner than it says, by a sign-out whose closing word did not arrive; and for a maximum number of connections,
 * the latest used. Used by several threads at once.
 */
@Singleton
class TokenEnds {
    static final Duration REMEMBERED = Duration.ofMinutes(10);

    private static final int MAX_CONNECTIONS = 10_000;

    private final Map<String, Long> trustedUntil = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MAX_CONNECTIONS;
        }
    };

    /** Whether the token of this connection is known not to have ended by {@code now} (milliseconds). */
    synchronized boolean isLater(String connectionId, long now) {
        Long until = trustedUntil.get(connectionId);
        return until != null && until > now;
    }

    /** Remembers an end that was read at {@code now} (milliseconds). */
    synchronized void learn(String connectionId, long end, long now) {
        trustedUntil.put(connectionId, Math.min(end, now + REMEMBERED.toMillis()));
    }

    synchronized void forget(String connectionId) {
        trustedUntil.remove(connectionId);
    }
}
