package io.confab.bench.load;

import io.confab.bench.database.Counters;
import io.confab.bench.measure.Latencies;

/**
 * What a load showed.
 *
 * @param arrived pushes that reached a connected receiver, of so many expected
 * @param serverMillis processor time, negative when unknown; so mongodMillis
 * @param database all that the database did meanwhile, invocations and their queue included
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
