package io.confab.local.database.store;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;

/**
 * A file of changes, one behind the other, each with its length and checksum. A change that {@link #append} has returned from
 * is with the operating system, so it outlives the process; one that the end of the process cut short is not read back.
 * A stream, not a channel: a channel is closed for all by an interrupt of the thread that writes. Safe for use by many threads.
 */
final class ChangeLog implements AutoCloseable {
    private static final int HEAD_BYTES = 2 * Integer.BYTES;

    private final Path file;
    private final FileOutputStream out;
    private volatile long bytes;

    /** Begins an empty log; what was there before is lost. */
    ChangeLog(Path file) throws IOException {
        this.file = file;
        this.out = new FileOutputStream(file.toFile());
    }

    /** Appends one change by one write. */
    synchronized void append(byte[] change) throws IOException {
        byte[] record = ByteBuffer.allocate(HEAD_BYTES + change.length)
                .putInt(change.length)
                .putInt(checksum(change))
                .put(change)
                .array();
        out.write(record);
        bytes += record.length;
    }

    /** How long it is. */
    long size() {
        return bytes;
    }

    /** Closes and deletes it. */
    @Override
    public void close() throws IOException {
        out.close();
        Files.deleteIfExists(file);
    }

    /** Carries out what a change does. */
    interface Maps {
        void put(String map, byte[] key, byte[] value);

        void remove(String map, byte[] key);

        void drop(String map);
    }

    /** Carries out all whole changes of a file in their order; returns how many there were. A missing file is an empty one. */
    static int replay(Path file, Maps maps) {
        if (!Files.exists(file)) {
            return 0;
        }
        int changes = 0;
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            long left = Files.size(file);
            while (left >= HEAD_BYTES) {
                int length = in.readInt();
                int checksum = in.readInt();
                left -= HEAD_BYTES;
                if (length < 0 || length > left) {
                    break;
                }
                byte[] change = in.readNBytes(length);
                left -= length;
                if (checksum(change) != checksum) {
                    break;
                }
                carryOut(change, maps);
                changes++;
            }
            return changes;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static void carryOut(byte[] change, Maps maps) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(change));
        while (in.available() > 0) {
            int operation = in.readUnsignedByte();
            String map = in.readUTF();
            switch (operation) {
                case Change.PUT -> maps.put(map, text(in), text(in));
                case Change.REMOVE -> maps.remove(map, text(in));
                case Change.DROP -> maps.drop(map);
                default -> throw new EOFException("unknown operation " + operation);
            }
        }
    }

    private static byte[] text(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt());
    }

    private static int checksum(byte[] change) {
        CRC32 checksum = new CRC32();
        checksum.update(change);
        return (int) checksum.getValue();
    }
}
