package io.confab.push.send;

import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import org.jboss.logging.Logger;

/**
 * The numbers that a batch of pushes shows on app icons: each user's unread messages ({@code unread_total}). They are counted
 * once for each user who is reached by a vendor, up to a maximum number of users; other members of a large group keep the
 * number that they have. Used by several threads at once.
 */
final class Badges {
    static final int MAX_PEOPLE = 20;

    private static final Logger LOG = Logger.getLogger(Badges.class);

    private final ToLongFunction<String> unreadTotal;
    private final Map<String, OptionalLong> byUid = new ConcurrentHashMap<>();
    private final AtomicInteger left = new AtomicInteger(MAX_PEOPLE);

    /**
     * @param unreadTotal a user's unread messages; may be slow, and may throw
     */
    Badges(ToLongFunction<String> unreadTotal) {
        this.unreadTotal = unreadTotal;
    }

    /** A user's number; empty if it is not counted. */
    OptionalLong of(String uid) {
        return byUid.computeIfAbsent(uid, this::count);
    }

    private OptionalLong count(String uid) {
        if (left.getAndDecrement() <= 0) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(unreadTotal.applyAsLong(uid));
        } catch (RuntimeException e) {
            LOG.warnf(e, "a badge was not counted: user=%s", uid);
            return OptionalLong.empty();
        }
    }
}
