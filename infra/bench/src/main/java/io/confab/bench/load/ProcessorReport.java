package io.confab.bench.load;

import io.confab.bench.measure.Bound;
import io.confab.bench.measure.Table;

/** One line for each scenario whose processor time was measured. */
final class ProcessorReport {
    private final Table table = new Table(
            "processor time",
            "messages",
            "msg/s",
            "server ms",
            "mongod ms",
            "unit ms",
            "server units",
            "bound",
            "mongod units",
            "bound");
    private boolean kept = true;

    void add(String name, ProcessorResult result, Bound server, Bound mongod) {
        table.row(
                name,
                result.messages(),
                result.messagesPerSecond(),
                result.server(),
                result.mongod(),
                result.unit(),
                result.serverUnits(),
                server.verdict(result.serverUnits()),
                result.mongodUnits(),
                mongod.verdict(result.mongodUnits()));
        kept &= server.isKeptBy(result.serverUnits()) && mongod.isKeptBy(result.mongodUnits());
    }

    boolean isKept() {
        return kept;
    }

    @Override
    public String toString() {
        return table
                + """

                ms: processor time a message, from /proc. unit: one insert by the bare driver, which waits for a majority, in the
                same minutes; the driver's time and mongod's together.
                """;
    }
}
