package io.confab.local.database.store;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What one change does to the maps, in its order; it is kept entirely or not at all. Of one thread. */
final class Change {
    static final int PUT = 1;
    static final int REMOVE = 2;
    static final int DROP = 3;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    void put(String map, byte[] key, byte[] value) {
        write(() -> {
            begin(PUT, map);
            text(key);
            text(value);
        });
    }

    void remove(String map, byte[] key) {
        write(() -> {
            begin(REMOVE, map);
            text(key);
        });
    }

    void drop(String map) {
        write(() -> begin(DROP, map));
    }

    boolean isEmpty() {
        return bytes.size() == 0;
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }

    private void begin(int operation, String map) throws IOException {
        out.writeByte(operation);
        out.writeUTF(map);
    }

    private void text(byte[] text) throws IOException {
        out.writeInt(text.length);
        out.write(text);
    }

    private interface Writing {
        void run() throws IOException;
    }

    private static void write(Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
    }
}
