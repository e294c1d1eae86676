package io.confab.domain.ids;

import java.security.SecureRandom;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * What must differ from process to process: the part of ids that is this process's own, and the dice. Lambda may start many
 * processes from one snapshot of a process's memory; each of them renews this before its first event, otherwise two of them would
 * give the same ids in the same second. Nothing is drawn while a native image is built, for the same reason. Safe for threads.
 */
public final class ProcessRandom {
    private static final long FIVE_BYTES = 0xFF_FFFF_FFFFL;

    private static volatile ProcessRandom current;

    private final long own;
    private final AtomicInteger counter;
    private final Random dice;

    private ProcessRandom(SecureRandom seeds) {
        this.own = seeds.nextLong() & FIVE_BYTES;
        this.counter = new AtomicInteger(seeds.nextInt());
        this.dice = new Random(seeds.nextLong());
    }

    static ProcessRandom current() {
        ProcessRandom now = current;
        return now == null ? first() : now;
    }

    private static synchronized ProcessRandom first() {
        if (current == null) {
            renew();
        }
        return current;
    }

    /** Draws everything anew. */
    public static synchronized void renew() {
        current = new ProcessRandom(new SecureRandom());
    }

    /** For pauses and choices that other processes should make differently. No secrets. */
    public static RandomGenerator dice() {
        return current().dice;
    }

    /** Five random bytes that only this process has. */
    long own() {
        return own;
    }

    /** Another number at each call, for the lowest three bytes of an id. */
    int count() {
        return counter.getAndIncrement();
    }
}
