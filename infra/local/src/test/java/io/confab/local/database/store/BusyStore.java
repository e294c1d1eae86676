package io.confab.local.database.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Changes a store by several threads while another writes and compacts it without a pause, until it is killed. Each thread
 * counts up two keys by one change, and prints what it has counted to once that is acknowledged.
 */
final class BusyStore {
    static final int THREADS = 4;
    static final String COMPACTING = "compacting";
    static final String COMPACTED = "compacted";

    private static final int FILLING = 300;
    private static final long CHECKPOINT_BYTES = 64 << 10;

    private BusyStore() {}

    public static void main(String... arguments) throws InterruptedException {
        DurableStore store = DurableStore.open(Path.of(arguments[0]), CHECKPOINT_BYTES);
        for (int thread = 0; thread < THREADS; thread++) {
            int number = thread;
            new Thread(() -> count(store, number)).start();
        }
        while (true) {
            say(COMPACTING);
            store.compact();
            say(COMPACTED);
            Thread.sleep(1);
        }
    }

    static byte[] key(int thread) {
        return ("thread " + thread).getBytes(StandardCharsets.UTF_8);
    }

    static long count(DurableMap map, int thread) {
        byte[] value = map.get(key(thread));
        return value == null ? 0 : ByteBuffer.wrap(value).getLong();
    }

    private static void count(DurableStore store, int thread) {
        DurableMap one = store.map("one");
        DurableMap other = store.map("other");
        DurableMap filling = store.map("filling " + thread);
        for (long next = count(one, thread) + 1; ; next++) {
            byte[] value = ByteBuffer.allocate(1_000).putLong(next).array();
            byte[] fillingKey = ByteBuffer.allocate(Integer.BYTES)
                    .putInt((int) (next * 31 % FILLING))
                    .array();
            store.changing(() -> {
                one.put(key(thread), value);
                filling.put(fillingKey, value);
                other.put(key(thread), value);
                return null;
            });
            say(thread + " " + next);
        }
    }

    private static synchronized void say(String line) {
        System.out.println(line);
    }
}
