package io.confab.local.database;

import io.confab.local.database.store.DurableStore;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Keeps the file small while the database is in use, and deletes what has expired. */
final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Housekeeping.class);
    private static final long COMPACTION_MILLIS = 1_000;
    /** As often as a real database does. */
    private static final long EXPIRY_MILLIS = 60_000;

    private final DurableStore store;
    private final Supplier<List<Expiring>> expiring;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread daemon = new Thread(task, "embedded-database-housekeeping");
        daemon.setDaemon(true);
        return daemon;
    });

    Housekeeping(DurableStore store, Supplier<List<Expiring>> expiring) {
        this.store = store;
        this.expiring = expiring;
        thread.scheduleWithFixedDelay(this::compact, COMPACTION_MILLIS, COMPACTION_MILLIS, TimeUnit.MILLISECONDS);
        thread.scheduleWithFixedDelay(this::expire, EXPIRY_MILLIS, EXPIRY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void expire() {
        try {
            expiring.get().forEach(documents -> {
                while (store.changing(() -> documents.deleteSome(Instant.now()))) {
                    // Others come in between.
                }
            });
        } catch (RuntimeException e) {
            LOG.warn("The embedded database could not delete what has expired", e);
        }
    }

    private void compact() {
        try {
            store.compact();
        } catch (RuntimeException e) {
            LOG.warn("The embedded database could not give back space", e);
        }
    }

    /** Returns when nothing of it runs any more. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            thread.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
