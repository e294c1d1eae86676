package io.confab.bench.system;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition, with a time limit, by checking it again and again. */
public final class Await {
    private Await() {}

    public static void until(String what, long seconds, BooleanSupplier condition) {
        if (!happens(seconds, condition)) {
            throw new IllegalStateException("waited " + seconds + " s in vain for " + what);
        }
    }

    /** Whether the condition came true in time. */
    public static boolean happens(long seconds, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        return true;
    }
}
