package io.confab.bench.count;

import io.confab.bench.database.TracedCommand;
import io.confab.bench.measure.Bound;
import io.confab.bench.measure.Progress;
import io.confab.bench.measure.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the costs of each method and compares the most expensive call with its bound. */
final class CountReport {
    private final Table table = new Table(
            "call", "commands", "mean", "bound", "documents", "keys", "bound", "bytes", "bound", "in its wake");
    private final List<String> details = new ArrayList<>();
    private boolean kept = true;

    /** @param documents maximum number of documents and keys examined, or null */
    void add(String name, List<Cost> costs, Bound commands, Bound documents) {
        add(name, costs, commands, documents, null, true);
    }

    /**
     * @param documents maximum number of documents examined, or null
     * @param bytes maximum number of bytes that come from the database, or null
     * @param withKeys whether {@code documents} also limits the number of keys examined
     */
    void add(String name, List<Cost> costs, Bound commands, Bound documents, Bound bytes, boolean withKeys) {
        Cost dearest =
                costs.stream().max(Comparator.comparingInt(Cost::commands)).orElseThrow();
        long mostDocuments = costs.stream().mapToLong(Cost::documents).max().orElseThrow();
        long mostKeys = costs.stream().mapToLong(Cost::keys).max().orElseThrow();
        long mostBytes = costs.stream().mapToLong(Cost::bytes).max().orElseThrow();
        long examined = withKeys ? Math.max(mostDocuments, mostKeys) : mostDocuments;
        kept &= bytes == null || bytes.isKeptBy(mostBytes);
        kept &= commands == null || commands.isKeptBy(dearest.commands());
        kept &= documents == null || documents.isKeptBy(examined);
        table.row(
                name,
                dearest.commands(),
                costs.stream().mapToInt(Cost::commands).average().orElseThrow(),
                commands == null ? "" : commands.verdict(dearest.commands()),
                mostDocuments,
                mostKeys,
                documents == null ? "" : documents.verdict(examined),
                mostBytes,
                bytes == null ? "" : bytes.verdict(mostBytes),
                costs.stream().mapToInt(Cost::afterwards).max().orElseThrow());
        details.add(name + ":");
        for (TracedCommand statement : dearest.statements()) {
            details.add("  %s  documents=%d keys=%d bytes=%d"
                    .formatted(statement.shape(), statement.documents(), statement.keys(), statement.bytes()));
        }
        Progress.say(name + ": " + dearest.commands() + " commands");
    }

    /** Compares a figure that no call has alone. */
    void require(String name, long figure, Bound bound) {
        kept &= bound.isKeptBy(figure);
        table.row(name, "", "", "", figure, "", bound.verdict(figure), "", "", "");
    }

    boolean isKept() {
        return kept;
    }

    /** The table and, if wanted, every statement of the most expensive call. */
    String text(boolean detailed) {
        return table + (detailed ? "\n" + String.join("\n", details) + "\n" : "");
    }
}
