package io.confab.local.database;

import java.nio.file.Path;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreTool;

/** Opens the file of the embedded database, after copying what lives in it to a smaller one where that is worth it. */
final class StoreFile {
    /** Below this share of living pages a file is worth compacting. */
    static final int WORTH_COMPACTING_PERCENT = 40;

    private static final long SMALL_BYTES = 32L << 20;
    /** Freed space is reused at once: against the end of a process, unlike a power cut, a file keeps the order of writes. */
    private static final int RETENTION_MILLIS = 0;

    private StoreFile() {}

    /** Opens or creates the store; a compaction that was cut short by a kill is undone or finished first. */
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
