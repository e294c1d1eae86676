package io.confab.local.database;

import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.h2.mvstore.MVStore;
import org.jboss.logging.Logger;

/**
 * The embedded database on one file, with the promise of a real one: an acknowledged write survives {@code kill -9}, and
 * a majority read returns nothing that could still be lost.
 *
 * <p>The store's own background commits are off, because they could catch a write between its document and its index
 * entries; for the same reason space is given back by {@link #giveBackSpace()} only while nothing else runs.
 */
final class DurableBackend extends H2Backend {
    private static final Logger LOG = Logger.getLogger(DurableBackend.class);
    private static final Set<String> WRITES = Set.of(
            "insert",
            "update",
            "delete",
            "findAndModify",
            "findandmodify",
            "create",
            "createIndexes",
            "drop",
            "dropIndexes",
            "dropDatabase",
            "renameCollection");
    /** A chunk may be reused at once: against the end of a process, unlike a power cut, the file system keeps the order. */
    private static final int RETENTION_MILLIS = 0;

    private static final int FILL_RATE_PERCENT = 60;
    private static final int REWRITE_BYTES = 1 << 20;
    private static final int COMPACT_ON_CLOSE_MILLIS = 2_000;

    private final GroupCommit commits = new GroupCommit(this::commit);
    private final ScheduledExecutorService housekeeping = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "embedded-database-housekeeping");
        thread.setDaemon(true);
        return thread;
    });

    DurableBackend(Path file) {
        super(open(file));
        housekeeping.scheduleWithFixedDelay(this::giveBackSpace, 5, 5, TimeUnit.SECONDS);
    }

    private static MVStore open(Path file) {
        MVStore store = new MVStore.Builder()
                .fileName(file.toString())
                .autoCommitDisabled()
                .autoCommitBufferSize(0)
                .open();
        store.setRetentionTime(RETENTION_MILLIS);
        return store;
    }

    @Override
    public Document handleMessage(MongoMessage message) {
        Document command = message.getDocument();
        if (WRITES.contains(command.keySet().iterator().next())) {
            return commits.durably(() -> super.handleMessage(message));
        }
        Document reply = super.handleMessage(message);
        if (command.get("readConcern") instanceof Document concern && "majority".equals(concern.get("level"))) {
            commits.awaitVisible();
        }
        return reply;
    }

    private void giveBackSpace() {
        try {
            commits.alone(() -> {
                commit();
                getMvStore().compact(FILL_RATE_PERCENT, REWRITE_BYTES);
            });
        } catch (RuntimeException e) {
            LOG.warn("The embedded database could not give back space", e);
        }
    }

    @Override
    public void close() {
        housekeeping.shutdownNow();
        commits.alone(() -> {
            commit();
            getMvStore().compactFile(COMPACT_ON_CLOSE_MILLIS);
            super.close();
        });
    }
}
