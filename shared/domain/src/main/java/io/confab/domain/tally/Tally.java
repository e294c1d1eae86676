package io.confab.domain.tally;

import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts of this process. In Lambda a process serves one invocation at a time, so they are those of the invocation; what is not
 * taken waits for the next one. Safe for several threads. If the process dies, what was not written is not counted.
 */
@Singleton
public class Tally {
    private final AtomicLongArray values = new AtomicLongArray(Metric.values().length);

    /** Counts one. */
    public void add(Metric metric) {
        add(metric, 1);
    }

    /** Counts several. */
    public void add(Metric metric, long count) {
        values.addAndGet(metric.ordinal(), count);
    }

    /** Keeps the longest time. */
    public void longest(Metric metric, long millis) {
        values.accumulateAndGet(metric.ordinal(), millis, Math::max);
    }

    /** The value so far. */
    public long look(Metric metric) {
        return values.get(metric.ordinal());
    }

    /** The value so far; it begins again at zero. */
    public long take(Metric metric) {
        return values.getAndSet(metric.ordinal(), 0);
    }
}
