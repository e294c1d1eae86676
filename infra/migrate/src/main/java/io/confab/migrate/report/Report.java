package io.confab.migrate.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.migrate.origin.Source;
import io.confab.migrate.origin.SourceFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The result of every document: a table of counts, and a line of JSON for each document that was not taken or was changed.
 * Contains files, lines, ids and reasons, never content. Used by one thread; counts may be read by others.
 */
public final class Report implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BufferedWriter out;
    private final Map<SourceFile, Counts> counts = new EnumMap<>(SourceFile.class);

    public Report(Writer out) {
        this.out = new BufferedWriter(out);
        for (SourceFile file : SourceFile.values()) {
            counts.put(file, new Counts());
        }
    }

    /** One collection's numbers. */
    public static final class Counts {
        private volatile long read;
        private volatile long taken;
        private volatile long present;
        private final Map<Reason, Long> notTaken = new EnumMap<>(Reason.class);
        private final Map<Reason, Long> changed = new EnumMap<>(Reason.class);
        private final Map<String, Long> leftOut = new TreeMap<>();

        /** Documents read. */
        public long read() {
            return read;
        }

        /** Stored by this run. */
        public long taken() {
            return taken;
        }

        /** Stored before this run. */
        public long present() {
            return present;
        }

        /** Not taken, by reason. */
        public Map<Reason, Long> notTaken() {
            return notTaken;
        }

        /** Taken with a change, in this run or before, by reason. */
        public Map<Reason, Long> changed() {
            return changed;
        }

        /** Fields that Confab does not support, by name: the number of documents that had them. */
        public Map<String, Long> leftOut() {
            return leftOut;
        }

        public long refused() {
            return notTaken.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    public Counts of(SourceFile file) {
        return counts.get(file);
    }

    public void read(SourceFile file) {
        of(file).read++;
    }

    public void taken(SourceFile file) {
        of(file).taken++;
    }

    public void present(SourceFile file) {
        of(file).present++;
    }

    public void leftOut(Source source) {
        source.json().fieldNames().forEachRemaining(field -> {
            if (!source.file().fields().contains(field)) {
                of(source.file()).leftOut.merge(field, 1L, Long::sum);
            }
        });
    }

    public void notTaken(Source source, Reason reason, String detail) {
        notTaken(source.file(), source.line(), source.id(), reason, detail);
    }

    public void notTaken(Source source, NotTakenException e) {
        notTaken(source, e.reason(), e.getMessage());
    }

    public void notTaken(SourceFile file, long line, String id, Reason reason, String detail) {
        of(file).notTaken.merge(reason, 1L, Long::sum);
        write("not-taken", file, line, id, reason, detail);
    }

    public void changed(Source source, Reason reason, String detail) {
        of(source.file()).changed.merge(reason, 1L, Long::sum);
        write("changed", source.file(), source.line(), source.id(), reason, detail);
    }

    /** Documents read and not taken, of all collections. */
    public long refused() {
        return counts.values().stream().mapToLong(Counts::refused).sum();
    }

    private void write(String what, SourceFile file, long line, String id, Reason reason, String detail) {
        ObjectNode json = JSON.createObjectNode();
        json.put("what", what);
        json.put("file", file.collection());
        json.put("line", line);
        json.put("_id", id);
        json.put("reason", reason.wireName());
        json.put("detail", detail);
        try {
            out.write(JSON.writeValueAsString(json));
            out.newLine();
        } catch (IOException e) {
            throw new UncheckedIOException("the report cannot be written", e);
        }
    }

    /** The numbers of all collections that were read, and the reasons why documents were not taken. */
    public String summary() {
        StringBuilder text = new StringBuilder();
        text.append(
                String.format("%-22s %10s %10s %10s %10s%n", "collection", "read", "taken", "existing", "not taken"));
        counts.forEach((file, count) -> {
            if (count.read > 0) {
                text.append(String.format(
                        "%-22s %,10d %,10d %,10d %,10d%n",
                        file.collection(), count.read, count.taken, count.present, count.refused()));
            }
        });
        append(text, "not taken", Counts::notTaken);
        append(text, "changed", Counts::changed);
        counts.forEach((file, count) -> count.leftOut.forEach((field, number) -> text.append(
                String.format("left out   %-22s field %s of %,d documents%n", file.collection(), field, number))));
        return text.toString();
    }

    private void append(
            StringBuilder text, String what, java.util.function.Function<Counts, Map<Reason, Long>> reasons) {
        counts.forEach((file, count) -> reasons.apply(count)
                .forEach((reason, number) -> text.append(String.format(
                        "%-10s %-22s %,6d %s: %s%n",
                        what, file.collection(), number, reason.wireName(), reason.text()))));
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the report cannot be written", e);
        }
    }
}
