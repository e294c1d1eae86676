package io.confab.domain.storage;

import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Limits how much unfinished work of interrupted calls one read completes. Best effort, one piece at a time: a piece that
 * fails, or is too much for one read, is left to the next call, and never makes the read fail. Used by one thread.
 */
public final class Healing {
    private static final Logger LOG = Logger.getLogger(Healing.class);
    private static final int MAX_THINGS = 20;
    private static final Duration TIME = Duration.ofMillis(500);

    private final long until;
    private int left;

    private Healing(int things) {
        this.until = System.nanoTime() + TIME.toNanos();
        this.left = things;
    }

    /** For one read: a limited number of pieces, none of them begun after half a second. */
    public static Healing ofOneRead() {
        return new Healing(MAX_THINGS);
    }

    /** For a caller that only reads: nothing is completed or written. */
    public static Healing none() {
        return new Healing(0);
    }

    /**
     * Completes one piece, unless the limit is reached.
     *
     * @param what names its kind in the log
     * @return whether it was completed
     */
    public boolean attempt(String what, String id, Runnable mend) {
        if (left <= 0 || System.nanoTime() - until > 0) {
            return false;
        }
        left--;
        try {
            mend.run();
            return true;
        } catch (RuntimeException e) {
            LOG.warnf(e, "left unmended for the next touch: what=%s id=%s", what, id);
            return false;
        }
    }
}
