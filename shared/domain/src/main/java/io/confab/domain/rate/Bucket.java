package io.confab.domain.rate;

/**
 * A token bucket laid out in time: a slot comes up every {@code perMillis / amount} milliseconds and can be taken, once, until
 * {@code burst} later ones have come up. So in any time T at most {@code burst} + {@code amount} × T are taken.
 */
record Bucket(int amount, long perMillis, int burst) {

    /** The newest slot there is. */
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

    /** Until so many more slots have come up. */
    long millisUntil(long now, int slots) {
        return -Math.floorDiv(-(newest(now) + slots) * perMillis, (long) amount) - now;
    }
}
