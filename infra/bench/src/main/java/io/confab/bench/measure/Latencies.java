package io.confab.bench.measure;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Latencies of many threads, exact to 1 µs and three digits; a latency over a minute counts as a minute. */
public final class Latencies {
    private static final long MAX_MICROS = TimeUnit.MINUTES.toMicros(1);

    private final Histogram micros = new ConcurrentHistogram(MAX_MICROS, 3);

    public void record(long nanos) {
        micros.recordValue(Math.max(0, Math.min(MAX_MICROS, TimeUnit.NANOSECONDS.toMicros(nanos))));
    }

    public long count() {
        return micros.getTotalCount();
    }

    public double percentileMillis(double percentile) {
        return micros.getValueAtPercentile(percentile) / 1_000.0;
    }

    public double p50Millis() {
        return percentileMillis(50);
    }

    /** A percentile for a table, or a dash when nothing was recorded. */
    public String millis(double percentile) {
        return count() == 0 ? "-" : String.format(Locale.ROOT, "%.2f", percentileMillis(percentile));
    }
}
