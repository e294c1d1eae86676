package io.confab.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void toString_namesLeftNumbersRight() {
        Table table = new Table("call", "ms", "bound");
        table.row("a", 1.5, "≤ 4 ok");
        table.row("longer", 120, "");

        assertThat(table)
                .hasToString(
                        """
                call      ms   bound
                a       1.50  ≤ 4 ok
                longer   120
                """);
    }
}
