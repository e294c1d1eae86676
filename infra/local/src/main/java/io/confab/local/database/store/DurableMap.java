package io.confab.local.database.store;

import java.util.Iterator;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;

/** A map of byte strings, sorted as unsigned bytes. What is put or removed belongs to the change of the calling thread. */
public final class DurableMap {
    private final DurableStore store;
    private final MVMap<byte[], byte[]> map;

    DurableMap(DurableStore store, MVMap<byte[], byte[]> map) {
        this.store = store;
        this.map = map;
    }

    /** An entry. */
    public record Entry(byte[] key, byte[] value) {}

    /** The value, or null. */
    public byte[] get(byte[] key) {
        return map.get(key);
    }

    public boolean containsKey(byte[] key) {
        return map.containsKey(key);
    }

    /** Returns the value before, or null. */
    public byte[] put(byte[] key, byte[] value) {
        byte[] before = map.put(key, value);
        store.change().put(map.getName(), key, value);
        return before;
    }

    /** Returns the value before, or null. */
    public byte[] remove(byte[] key) {
        byte[] before = map.remove(key);
        store.change().remove(map.getName(), key);
        return before;
    }

    public long size() {
        return map.sizeAsLong();
    }

    /** The entries from one key to another, both included, as they are now; a null is no bound. */
    public Iterator<Entry> scan(byte[] from, byte[] to, boolean descending) {
        Cursor<byte[], byte[]> cursor = descending ? map.cursor(to, from, true) : map.cursor(from, to, false);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return cursor.hasNext();
            }

            @Override
            public Entry next() {
                byte[] key = cursor.next();
                return new Entry(key, cursor.getValue());
            }
        };
    }
}
