package io.confab.bench.count;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.confab.bench.measure.Progress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.bson.Document;

/**
 * Keeps the laptop from reading the changes of its database, as another laptop on the same database would: what a trigger does
 * while a call is still running would be counted as the call's. On AWS, triggers are functions of their own.
 */
final class PausedTriggers implements AutoCloseable {
    private static final String LEASE = "confab-local-pump";

    /** The laptop has noticed by then that it does not hold the lease any more. */
    private static final long NOTICED_MILLIS = 6_000;

    private final MongoCollection<Document> lease;

    /** If the benchmark dies, the laptop goes on after this time. */
    private static final long MOST_MILLIS = TimeUnit.HOURS.toMillis(1);

    private PausedTriggers(MongoCollection<Document> lease) {
        this.lease = lease;
    }

    /** Returns when the laptop has stopped reading; at once if it reads no changes. */
    static PausedTriggers pause(MongoDatabase database) {
        PausedTriggers paused = new PausedTriggers(database.getCollection(LEASE));
        long until = System.currentTimeMillis() + MOST_MILLIS;
        boolean isThere = paused.lease
                        .updateMany(
                                new Document(),
                                Updates.combine(Updates.inc("number", 1L), Updates.set("lease_until", until)))
                        .getMatchedCount()
                > 0;
        if (isThere) {
            Progress.say("waiting until no trigger runs");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(NOTICED_MILLIS));
        }
        return paused;
    }

    /** The laptop goes on where it stopped. */
    @Override
    public void close() {
        lease.updateMany(Filters.exists("lease_until"), Updates.set("lease_until", 0L));
    }
}
