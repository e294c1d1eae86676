package io.confab.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessorTimeTest {
    @Test
    void parse_nameWithSpacesAndParentheses_readsUserAndSystemTime() {
        String stat = "42 (a (b) c) S 1 42 42 0 -1 4194560 100 0 0 0 250 50 0 0 20 0 1 0 100 1000";

        assertThat(ProcessorTime.parse(stat)).isEqualTo(3_000);
    }

    @Test
    void millis_noSuchProcess_isUnknown() {
        assertThat(ProcessorTime.millis(Integer.MAX_VALUE)).isEqualTo(-1);
    }
}
