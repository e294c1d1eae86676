package io.confab.local.database.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;

/**
 * Sorted maps on one file that outlive {@code kill -9} at any moment.
 *
 * <p>A change is appended to a log when it {@linkplain #keep() ends}, which is all that its acknowledgement waits for. When the log
 * has grown long, a checkpoint writes the maps to the file and begins a new log. The file names the log that follows it, and
 * both become the present ones by the same write: whoever opens them after a kill finds either the old file with the old
 * log, or the new one with the new log. A log is harmless when carried out twice: it holds what to put where, not what to add.
 *
 * <p>Whoever changes the same map must exclude each other until the change has ended; then the log has the changes in the order
 * in which they were made. Against a power cut nothing is promised.
 */
public final class DurableStore implements AutoCloseable {
    private static final String STATE = "state";
    private static final byte[] LOG = "log".getBytes(StandardCharsets.UTF_8);
    /** A checkpoint writes each changed page once, however often it was changed: rare ones write less. */
    private static final long CHECKPOINT_BYTES = 8L << 20;

    private final Path file;
    private final long checkpointBytes;
    private final MVStore store;
    private final MVMap<byte[], byte[]> state;
    private final Map<String, DurableMap> maps = new ConcurrentHashMap<>();
    private final ThreadLocal<Change> changes = ThreadLocal.withInitial(Change::new);
    private final ReadWriteLock checkpoints = new ReentrantReadWriteLock();
    private volatile ChangeLog log;
    private volatile IOException broken;

    private DurableStore(Path file, long checkpointBytes, MVStore store) {
        this.file = file;
        this.checkpointBytes = checkpointBytes;
        this.store = store;
        this.state = open(STATE);
    }

    /**
     * Opens or creates the store, and carries out what the last process had only written to the log.
     *
     * @throws RuntimeException when the file is damaged or in use
     */
    public static DurableStore open(Path file) {
        return open(file, CHECKPOINT_BYTES);
    }

    /** As {@link #open(Path)}, with a checkpoint whenever the log is longer than this. */
    static DurableStore open(Path file, long checkpointBytes) {
        DurableStore opened = new DurableStore(file, checkpointBytes, StoreFile.open(file));
        try {
            opened.recover();
            return opened;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the log of " + file, e);
        }
    }

    /** The map of this name, which is created if it is missing. */
    public DurableMap map(String name) {
        return maps.computeIfAbsent(name, missing -> new DurableMap(this, open(missing)));
    }

    /** Removes a map with all that is in it. */
    public void removeMap(String name) {
        change().drop(name);
        drop(name);
    }

    /** The names of all maps with this prefix. */
    public List<String> mapNames(String prefix) {
        return store.getMapNames().stream()
                .filter(name -> name.startsWith(prefix))
                .toList();
    }

    /** @throws UncheckedIOException if a change could not be kept: what is in memory could still be lost, so nobody may see it */
    public void requireWhole() {
        if (broken != null) {
            throw new UncheckedIOException("cannot write the log of " + file, broken);
        }
    }

    /** Runs what makes changes; when it returns, all of them have ended. No checkpoint runs beside it. */
    public <T> T changing(Supplier<T> work) {
        T result;
        checkpoints.readLock().lock();
        try {
            result = work.get();
            keep();
        } catch (RuntimeException | Error e) {
            abandon(e);
            throw e;
        } finally {
            checkpoints.readLock().unlock();
        }
        if (log.size() > checkpointBytes) {
            checkpoint(checkpointBytes);
        }
        return result;
    }

    /** Ends the change of this thread: whatever happens, it is there entirely from now on. */
    public void keep() {
        Change change = changes.get();
        if (change.isEmpty()) {
            return;
        }
        changes.remove();
        requireWhole();
        try {
            log.append(change.toBytes());
        } catch (IOException e) {
            broken = e;
            throw new UncheckedIOException("cannot write the log of " + file, e);
        }
    }

    /** Writes the maps to the file and begins a new log. */
    public void checkpoint() {
        checkpoint(0);
    }

    /** Moves living pages together, a few at a time, until little of the file is waste. Returns whether there was anything to do. */
    public boolean compact() {
        checkpoints.writeLock().lock();
        try {
            return broken == null && StoreFile.compact(store);
        } catch (RuntimeException e) {
            broken = new IOException("cannot compact " + file, e);
            throw e;
        } finally {
            checkpoints.writeLock().unlock();
        }
    }

    /** Writes everything to the file and makes it small, if that takes no longer than a moment. */
    @Override
    public void close() {
        checkpoints.writeLock().lock();
        try {
            if (store.isClosed()) {
                return;
            }
            if (broken == null) {
                checkpoint();
            }
            StoreFile.close(store);
            log.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the log of " + file, e);
        } finally {
            checkpoints.writeLock().unlock();
        }
    }

    /** Nothing may build on a change of which only a part was made: it is in memory, and would be lost. */
    private void abandon(Throwable cause) {
        if (!changes.get().isEmpty()) {
            changes.remove();
            broken = new IOException("a change was not made entirely", cause);
        }
    }

    Change change() {
        return changes.get();
    }

    private void checkpoint(long unlessShorterThan) {
        checkpoints.writeLock().lock();
        try {
            if (broken != null || unlessShorterThan > 0 && log.size() <= unlessShorterThan) {
                return;
            }
            ChangeLog last = log;
            long number = number() + 1;
            log = new ChangeLog(logFile(number));
            state.put(LOG, Long.toString(number).getBytes(StandardCharsets.UTF_8));
            store.commit();
            last.close();
        } catch (IOException | RuntimeException e) {
            // The file may still name the last log.
            broken = new IOException("cannot write " + file, e);
            throw new UncheckedIOException(broken);
        } finally {
            checkpoints.writeLock().unlock();
        }
    }

    private void recover() throws IOException {
        Path mine = logFile(number());
        ChangeLog.replay(mine, new ChangeLog.Maps() {
            @Override
            public void put(String map, byte[] key, byte[] value) {
                open(map).put(key, value);
            }

            @Override
            public void remove(String map, byte[] key) {
                open(map).remove(key);
            }

            @Override
            public void drop(String map) {
                DurableStore.this.drop(map);
            }
        });
        long number = number() + 1;
        log = new ChangeLog(logFile(number));
        state.put(LOG, Long.toString(number).getBytes(StandardCharsets.UTF_8));
        store.commit();
        deleteOtherLogs();
    }

    private void deleteOtherLogs() throws IOException {
        String prefix = file.getFileName() + ".log-";
        try (Stream<Path> siblings = Files.list(file.toAbsolutePath().getParent())) {
            List<Path> others = siblings.filter(
                            sibling -> sibling.getFileName().toString().startsWith(prefix))
                    .filter(sibling ->
                            !sibling.getFileName().equals(logFile(number()).getFileName()))
                    .toList();
            for (Path other : others) {
                Files.delete(other);
            }
        }
    }

    private void drop(String name) {
        maps.remove(name);
        store.removeMap(name);
    }

    private long number() {
        byte[] number = state.get(LOG);
        return number == null ? 0 : Long.parseLong(new String(number, StandardCharsets.UTF_8));
    }

    private Path logFile(long number) {
        return file.resolveSibling(file.getFileName() + ".log-" + number);
    }

    private MVMap<byte[], byte[]> open(String name) {
        return store.openMap(
                name,
                new MVMap.Builder<byte[], byte[]>()
                        .keyType(ByteArrayDataType.INSTANCE)
                        .valueType(ByteArrayDataType.INSTANCE));
    }
}
