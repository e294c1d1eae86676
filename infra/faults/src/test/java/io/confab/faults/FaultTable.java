package io.confab.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

/** What became of pushes under a fault: printed, and kept as a table in {@code target/push-faults.md}. */
final class FaultTable {
    private static final Path FILE = Path.of("target", "push-faults.md");

    static {
        write(
                "| fault | sent | delivered | doubled | dead letters | lost | invocations |\n|---|---|---|---|---|---|---|\n",
                StandardOpenOption.TRUNCATE_EXISTING);
    }

    private FaultTable() {}

    /**
     * One fault.
     *
     * @param dead pushes that ended as dead letters, from which an operator can send them again
     * @param invocations of the functions, without repeats of those that failed
     */
    record Row(String fault, int sent, int delivered, int doubled, int dead, int invocations) {
        /** Counts how often each of the devices was reached. */
        static Row of(String fault, List<Integer> counts, int dead, int invocations) {
            return new Row(
                    fault,
                    counts.size(),
                    (int) counts.stream().filter(count -> count > 0).count(),
                    (int) counts.stream().filter(count -> count > 1).count(),
                    dead,
                    invocations);
        }

        int lost() {
            return sent - delivered - dead;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "| %-45s | %4d | %9d | %7d | %12d | %4d | %11d |",
                    fault,
                    sent,
                    delivered,
                    doubled,
                    dead,
                    lost(),
                    invocations);
        }
    }

    /** Adds a row, in which nothing may be lost. */
    static synchronized void add(Row row) {
        System.out.println(row);
        write(row + "\n", StandardOpenOption.APPEND);
        assertThat(row.lost()).as("%s", row).isZero();
    }

    private static void write(String text, StandardOpenOption how) {
        try {
            Files.writeString(FILE, text, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
