package io.confab.database;

import io.confab.domain.schema.ChangeStreams;
import io.confab.domain.schema.SchemaReport;
import io.confab.domain.schema.SchemaVersion;
import io.confab.domain.schema.StoredIndex;
import io.confab.domain.storage.Index;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Prints how a database differs from the schema. */
final class Findings {
    private Findings() {}

    /** Returns the exit code. */
    static int print(SchemaReport report, PrintWriter out) {
        report.missing().forEach(index -> out.println("missing     " + name(index)));
        report.different()
                .forEach(different -> out.println("different   " + name(different.wanted()) + ": the index "
                        + different.stored().name() + " is " + options(different.stored())));
        report.duplicates()
                .forEach(duplicate -> out.println("duplicates  " + name(duplicate.index()) + " = "
                        + duplicate.value() + ": " + duplicate.documents() + " documents, such as "
                        + String.join(" and ", duplicate.ids())));
        report.extra()
                .forEach(extra -> out.println("extra       " + extra.collection() + " ("
                        + String.join(", ", extra.stored().fields()) + "): "
                        + extra.stored().name()));
        if (report.changeStreams() != ChangeStreams.State.NO_SWITCH) {
            out.println("change streams are "
                    + switch (report.changeStreams()) {
                        case ON -> "on";
                        case OFF -> "off";
                        default -> "unknown: the user may not ask, or may not switch them on";
                    });
        }
        if (report.isComplete()) {
            out.println("ready: version " + report.version());
            return DatabaseTool.READY;
        }
        out.println("not ready: version " + report.version() + ", this build asks for " + SchemaVersion.CURRENT);
        return DatabaseTool.NOT_READY;
    }

    static String name(Index index) {
        return index.collection() + " (" + String.join(", ", index.fields()) + ")" + (index.unique() ? " unique" : "");
    }

    private static String options(StoredIndex stored) {
        List<String> options = new ArrayList<>();
        options.add(stored.unique() ? "unique" : "not unique");
        options.add(stored.sparse() ? "sparse" : "not sparse");
        options.add(
                stored.expireAfterSeconds() == null
                        ? "without expiry"
                        : "expires after " + stored.expireAfterSeconds() + " s");
        if (stored.special()) {
            options.add("has a filter, a collation, or is hidden");
        }
        return String.join(", ", options);
    }
}
