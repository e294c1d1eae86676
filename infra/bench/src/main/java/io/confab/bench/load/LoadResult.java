package io.confab.bench.load;

import io.confab.bench.database.Counters;
import io.confab.bench.measure.Latencies;

/**
 * The result of a load.
 *
 * @param arrived number of pushes that reached a connected receiver
 * @param serverMillis processor time, negative if unknown; mongodMillis likewise
 * @param database all database commands in that time, including those of invocations and their queue
 */
public record LoadResult(
        long messages,
        long failures,
        double seconds,
        Latencies send,
        Latencies arrival,
        long arrived,
        long expected,
        long serverMillis,
        long mongodMillis,
        Counters database) {

    public double messagesPerSecond() {
        return messages / seconds;
    }

    public double perMessage(double amount) {
        return messages == 0 ? 0 : amount / messages;
    }
}
