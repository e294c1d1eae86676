package io.confab.local.database;

import java.nio.file.Path;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreTool;

/**
 * Opens the file of the embedded database. Before that, if much of the file is unused, copies the used part to a smaller file.
 */
final class StoreFile {
    /** A file with a smaller share of used pages than this is compacted. */
    static final int WORTH_COMPACTING_PERCENT = 40;

    private static final long SMALL_BYTES = 32L << 20;
    /**
     * Freed space is reused at once: when a process ends, unlike in a power failure, the order of writes to a file is kept.
     */
    private static final int RETENTION_MILLIS = 0;

    private StoreFile() {}

    /** Opens or creates the store; a compaction that was interrupted by a kill is undone or finished first. */
    static MVStore open(Path file) {
        MVStoreTool.compactCleanUp(file.toString());
        MVStore store = openAsIs(file);
        if (store.getFileStore().size() < SMALL_BYTES
                || store.getFileStore().getChunksFillRate() >= WORTH_COMPACTING_PERCENT) {
            return store;
        }
        store.close();
        MVStoreTool.compact(file.toString(), false);
        return openAsIs(file);
    }

    private static MVStore openAsIs(Path file) {
        MVStore store = new MVStore.Builder()
                .fileName(file.toString())
                .autoCommitDisabled()
                .autoCommitBufferSize(0)
                .open();
        store.setRetentionTime(RETENTION_MILLIS);
        return store;
    }
}
