package io.confab.local.database;

import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.h2.mvstore.MVStore;
import org.jboss.logging.Logger;

/**
 * The embedded database in one file, with the guarantee of a real one: an acknowledged write survives {@code kill -9}, and a
 * majority read returns nothing that could still be lost.
 *
 * <p>The store's own background commits are off, because they could store a document without its index entries; for the same
 * reason space is released only while no write runs.
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
    private static final long CHECK_SECONDS = 5;
    private static final int REWRITE_BYTES = 1 << 20;

    private final GroupCommit commits = new GroupCommit(this::commit);
    private final ScheduledExecutorService housekeeping = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "embedded-database-housekeeping");
        thread.setDaemon(true);
        return thread;
    });

    private long changesAtLastCheck;

    DurableBackend(MVStore store) {
        super(store);
        housekeeping.scheduleWithFixedDelay(
                this::giveBackSpaceWhenIdle, CHECK_SECONDS, CHECK_SECONDS, TimeUnit.SECONDS);
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

    /** Every commit writes new pages; while there are no writes, the old pages that are still in use are moved together. */
    private void giveBackSpaceWhenIdle() {
        long changes = commits.changes();
        boolean idle = changes == changesAtLastCheck;
        changesAtLastCheck = changes;
        if (idle) {
            try {
                commits.alone(() -> {
                    getMvStore().compact(StoreFile.WORTH_COMPACTING_PERCENT, REWRITE_BYTES);
                    commit();
                });
            } catch (RuntimeException e) {
                LOG.warn("The embedded database could not give back space", e);
            }
        }
    }

    @Override
    public void close() {
        housekeeping.shutdownNow();
        commits.alone(() -> {
            commit();
            super.close();
        });
    }
}
