package io.confab.local.database.store;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreTool;
import org.h2.mvstore.RandomAccessStore;

/**
 * How the file of a store is opened, kept small and closed.
 *
 * <p>The store's own background commits are off: only a checkpoint knows when no change is half made.
 */
final class StoreFile {
    /** Of what the file holds, at least this share shall be alive. */
    private static final int ALIVE_PERCENT = 60;

    private static final int ALIVE_PERCENT_AT_STOP = 80;

    /** A smaller file is left as it is. */
    private static final long SMALL_BYTES = 1 << 20;

    private static final int REWRITE_BYTES = 24 << 20;
    private static final int MOVE_BYTES = 32 << 20;
    private static final int CLOSE_MILLIS = 3_000;
    private static final int MAX_USELESS_STEPS = 3;
    private static final int CACHE_MEGABYTES = 32;
    private static final int PAGE_BYTES = 8 << 10;
    /** Freed space is reused at once: against the end of a process, unlike a power cut, a file keeps the order of writes. */
    private static final int RETENTION_MILLIS = 0;

    private StoreFile() {}

    /** Opens or creates the store; a copy that an earlier version was making of it when it was killed is undone or finished. */
    static MVStore open(Path file) {
        MVStoreTool.compactCleanUp(file.toString());
        MVStore store = new MVStore.Builder()
                .fileName(file.toString())
                .autoCommitDisabled()
                .autoCommitBufferSize(0)
                .cacheSize(CACHE_MEGABYTES)
                .pageSplitSize(PAGE_BYTES)
                .open();
        store.setRetentionTime(RETENTION_MILLIS);
        store.setVersionsToKeep(0);
        return store;
    }

    /** One step of compaction while the store is in use; returns whether there was anything to do. Nothing may change meanwhile. */
    static boolean compact(MVStore store) {
        return compact(store, ALIVE_PERCENT);
    }

    /** Closes the store after making its file small, as far as that takes only a moment and is of use. */
    static void close(MVStore store) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_MILLIS);
        int best = 0;
        int useless = 0;
        while (useless < MAX_USELESS_STEPS && System.nanoTime() - end < 0 && compact(store, ALIVE_PERCENT_AT_STOP)) {
            int used = store.getFileStore().getChunksFillRate()
                    * store.getFileStore().getFillRate();
            useless = used > best ? 0 : useless + 1;
            best = Math.max(best, used);
        }
        store.close();
    }

    /** Rewrites what lives in the chunks with the most waste, then moves chunks into the gaps between others. */
    private static boolean compact(MVStore store, int percent) {
        FileStore<?> file = store.getFileStore();
        if (file.size() < SMALL_BYTES) {
            return false;
        }
        boolean waste = file.getChunksFillRate() < percent;
        if (waste) {
            store.compact(percent, REWRITE_BYTES);
            store.commit();
        }
        if (file.getFillRate() < percent && file instanceof RandomAccessStore gaps) {
            gaps.compactMoveChunks(percent, MOVE_BYTES, store);
            store.commit();
            return true;
        }
        return waste;
    }
}
