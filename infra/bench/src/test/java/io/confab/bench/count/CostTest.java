package io.confab.bench.count;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.bench.database.TracedCommand;
import io.confab.bench.database.Window;
import java.util.List;
import org.junit.jupiter.api.Test;

class CostTest {
    private static final Cost HOP =
            new Cost(List.of(at("findAndModify", "hop", 0), at("find", "uni-im-group-member", 0)), 2, 0);

    @Test
    void of_bulkWrite_isOneCommand() {
        Window window = new Window(
                List.of(
                        at("find", "uni-im-conversation", 1),
                        at("update", "uni-im-conversation", 2),
                        at("update", "uni-im-conversation", 2)),
                1);

        Cost cost = Cost.of(window, 5, Cost.none());

        assertThat(cost.commands()).isEqualTo(2);
        assertThat(cost.documents()).isEqualTo(3);
        assertThat(cost.afterwards()).isZero();
    }

    @Test
    void of_hopBeforeAndAfterTheReply_isTakenOffOnce() {
        Window window = new Window(
                List.of(
                        at("find", "uni-im-group-member", 1),
                        at("insert", "uni-im-msg", 2),
                        at("findAndModify", "hop", 3),
                        at("find", "uni-im-group-member", 7)),
                0);

        Cost cost = Cost.of(window, 5, HOP);

        assertThat(cost.statements())
                .extracting(TracedCommand::shape)
                .containsExactly("find uni-im-group-member {}", "insert uni-im-msg {}");
        assertThat(cost.commands()).isEqualTo(2);
        assertThat(cost.afterwards()).isEqualTo(2);
    }

    private static TracedCommand at(String name, String collection, long time) {
        return new TracedCommand(name, collection, List.of(), 1, 1, 100, time);
    }
}
