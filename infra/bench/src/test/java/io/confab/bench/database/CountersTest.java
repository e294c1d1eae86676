package io.confab.bench.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class CountersTest {
    @Test
    void since_upkeepAndWhatDidNotChange_areLeftOut() {
        Counters before = Counters.of(status(10, 5), top(100));
        Counters after = Counters.of(status(17, 5), top(103));

        Counters difference = after.since(before);

        assertThat(difference.commands()).isEqualTo(Map.of("find", 7L));
        assertThat(difference.total()).isEqualTo(7);
        assertThat(difference.platform()).isEqualTo(3);
        assertThat(difference.documents()).isEqualTo(14);
        assertThat(difference.keys()).isEqualTo(7);
    }

    private static Document top(int operations) {
        return Document.parse(
                """
                {totals: {
                  note: "all times in microseconds",
                  "confab.confab-local-invocation": {total: {time: 9, count: %d}},
                  "confab.uni-im-msg": {total: {time: 9, count: 7}}
                }}"""
                        .formatted(operations));
    }

    private static Document status(int finds, int inserts) {
        return Document.parse(
                """
                {metrics: {
                  commands: {
                    "<UNKNOWN>": 0, find: {failed: 0, total: %d}, insert: {failed: 0, total: %d},
                    hello: {failed: 0, total: %d}
                  },
                  queryExecutor: {scanned: %d, scannedObjects: %d}
                }}"""
                        .formatted(finds, inserts, finds, finds, 2 * finds));
    }
}
