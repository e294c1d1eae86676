package io.confab.migrate.source;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.migrate.origin.Source;
import io.confab.migrate.origin.SourceFile;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/**
 * Sorts documents by a key, with a limited amount of memory: documents that do not fit are written to files in a temporary
 * folder, readable only by their owner, and merged from there. Documents with equal keys keep their order. Used by one thread.
 */
public final class ExternalSort implements AutoCloseable {
    /** Bytes of documents held in memory before they are written out. */
    public static final long DEFAULT_BOUND = 64L << 20;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OVERHEAD = 200;
    private static final Comparator<Entry> ORDER =
            Comparator.comparing(Entry::key).thenComparing(Entry::line);

    private final SourceFile file;
    private final long bound;
    private final List<Path> runs = new ArrayList<>();
    private final List<DataInputStream> open = new ArrayList<>();
    private Path folder;
    private List<Entry> entries = new ArrayList<>();
    private long bytes;

    public ExternalSort(SourceFile file) {
        this(file, DEFAULT_BOUND);
    }

    ExternalSort(SourceFile file, long bound) {
        this.file = file;
        this.bound = bound;
    }

    private record Entry(String key, long line, byte[] json) {}

    /** A document and its sorting key. */
    public record Sorted(String key, Source source) {}

    public void add(String key, Source source) throws IOException {
        byte[] json = JSON.writeValueAsBytes(source.json());
        entries.add(new Entry(key, source.line(), json));
        bytes += json.length + key.length() + OVERHEAD;
        if (bytes >= bound) {
            spill();
        }
    }

    /** The number of files that were written because the memory was full. */
    int runs() {
        return runs.size();
    }

    private void spill() throws IOException {
        if (folder == null) {
            folder = Files.createTempDirectory("confab-migrate");
        }
        entries.sort(ORDER);
        Path run = folder.resolve("run" + runs.size());
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(run)))) {
            for (Entry entry : entries) {
                out.writeUTF(entry.key());
                out.writeLong(entry.line());
                out.writeInt(entry.json().length);
                out.write(entry.json());
            }
        }
        runs.add(run);
        entries = new ArrayList<>();
        bytes = 0;
    }

    /** All documents in the order of their keys; once, after the last {@link #add}. */
    public Iterator<Sorted> sorted() throws IOException {
        entries.sort(ORDER);
        PriorityQueue<Head> heads = new PriorityQueue<>();
        for (Path run : runs) {
            DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(run), 1 << 16));
            open.add(in);
            push(heads, new FromFile(in));
        }
        push(heads, entries.iterator());
        return new Merge(file, heads);
    }

    private static void push(PriorityQueue<Head> heads, Iterator<Entry> rest) {
        if (rest.hasNext()) {
            heads.add(new Head(rest.next(), rest));
        }
    }

    @Override
    public void close() throws IOException {
        for (DataInputStream in : open) {
            in.close();
        }
        for (Path run : runs) {
            Files.deleteIfExists(run);
        }
        if (folder != null) {
            Files.deleteIfExists(folder);
        }
    }

    private record Head(Entry entry, Iterator<Entry> rest) implements Comparable<Head> {
        @Override
        public int compareTo(Head other) {
            return ORDER.compare(entry, other.entry);
        }
    }

    private record Merge(SourceFile file, PriorityQueue<Head> heads) implements Iterator<Sorted> {
        @Override
        public boolean hasNext() {
            return !heads.isEmpty();
        }

        @Override
        public Sorted next() {
            Head head = heads.remove();
            push(heads, head.rest());
            try {
                ObjectNode json = (ObjectNode) JSON.readTree(head.entry().json());
                return new Sorted(
                        head.entry().key(), new Source(file, head.entry().line(), json));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class FromFile implements Iterator<Entry> {
        private final DataInputStream in;
        private Entry next;

        FromFile(DataInputStream in) {
            this.in = in;
            advance();
        }

        private void advance() {
            try {
                String key = in.readUTF();
                long line = in.readLong();
                byte[] json = new byte[in.readInt()];
                in.readFully(json);
                next = new Entry(key, line, json);
            } catch (EOFException e) {
                next = null;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public Entry next() {
            if (next == null) {
                throw new NoSuchElementException();
            }
            Entry current = next;
            advance();
            return current;
        }
    }
}
