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
            "bound",
            "+ queue",
            "documents/msg",
            "keys/msg");
    private final List<String> byName = new ArrayList<>();

    public void add(Scenario scenario, LoadResult result) {
        String name = scenario.name();
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
                result.perMessage(result.database().total() - result.database().platform()),
                scenario.bound(),
                result.perMessage(result.database().platform()),
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
                + """

                commands: all in a message's wake, hops and change streams included; + queue: what the laptop's invocation
                queue adds, which is no database on AWS. bound: of the method, and of each of its hops. By name, queue included:
                """
                + "  "
                + String.join("\n  ", byName)
                + "\n";
    }
}
