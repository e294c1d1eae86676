package io.confab.bench.load;

import io.confab.bench.measure.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** One line for each scenario, and the commands by name below. */
public final class LoadReport {
    private final Table table = new Table(
            "load",
            "messages",
            "failed",
            "msg/s",
            "send p50 ms",
            "p99",
            "arrival p50 ms",
            "p99",
            "arrived",
            "server CPU ms/msg",
            "mongod CPU ms/msg",
            "commands/msg",
            "documents/msg",
            "keys/msg");
    private final List<String> byName = new ArrayList<>();

    public void add(String name, LoadResult result) {
        table.row(
                name,
                result.messages(),
                result.failures(),
                result.messagesPerSecond(),
                result.send().millis(50),
                result.send().millis(99),
                result.arrival().millis(50),
                result.arrival().millis(99),
                result.arrived() + "/" + result.expected(),
                processor(result, result.serverMillis()),
                processor(result, result.mongodMillis()),
                result.perMessage(result.database().total()),
                result.perMessage(result.database().documents()),
                result.perMessage(result.database().keys()));
        byName.add(name + ": "
                + result.database().commands().entrySet().stream()
                        .map(command -> String.format(
                                Locale.ROOT, "%s %.2f", command.getKey(), result.perMessage(command.getValue())))
                        .collect(Collectors.joining(", ")));
    }

    private static Object processor(LoadResult result, long millis) {
        return millis < 0 ? "-" : result.perMessage(millis);
    }

    @Override
    public String toString() {
        return table
                + "\ncommands per message by name, fan-out, change streams and the laptop's invocation queue included:\n  "
                + String.join("\n  ", byName)
                + "\n";
    }
}
