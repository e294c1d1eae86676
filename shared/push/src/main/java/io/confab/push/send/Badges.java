package io.confab.push.send;

import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import org.jboss.logging.Logger;

/**
 * The numbers that a batch of pushes puts on app icons: each person's unread messages ({@code unread_total}), counted only for
 * who is reached by a vendor, once each, and for so many people at most: a large group's others keep the number they have. Used
 * by several threads at once.
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

    /** A person's number; empty when it is not counted. */
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
