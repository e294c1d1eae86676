package io.confab.push.send;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before a busy channel is tried again: any time up to 100 ms, 200 ms, 400 ms and so on ("full jitter"), so that
 * those who found it busy do not come back together; never less than it asked for.
 */
final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final int MAX_DOUBLINGS = 6;

    private Backoff() {}

    /**
     * @param tries how often it was busy before
     */
    static Duration of(int tries, Duration retryAfter, RandomGenerator random) {
        long most = FIRST.toMillis() << Math.min(tries, MAX_DOUBLINGS);
        Duration wait = Duration.ofMillis(random.nextLong(most + 1));
        return wait.compareTo(retryAfter) > 0 ? wait : retryAfter;
    }
}
