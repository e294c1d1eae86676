package io.confab.domain.rate;

/**
 * A token bucket as a row of time slots: a new slot appears every {@code perMillis / amount} milliseconds, and can be taken
 * once, until {@code burst} later ones have appeared. So in any time T at most {@code burst} + {@code amount} × T slots are
 * taken.
 */
record Bucket(int amount, long perMillis, int burst) {

    /** The newest slot. */
    long newest(long now) {
        return Math.floorDiv(now * amount, perMillis);
    }

    /** The oldest slot that can still be taken. */
    long oldest(long now) {
        return newest(now) - burst + 1;
    }

    long millisUntilNext(long now) {
        return millisUntil(now, 1);
    }

    /** Milliseconds until this number of further slots has appeared. */
    long millisUntil(long now, int slots) {
        return -Math.floorDiv(-(newest(now) + slots) * perMillis, (long) amount) - now;
    }
}
