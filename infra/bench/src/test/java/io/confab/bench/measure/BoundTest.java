package io.confab.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BoundTest {
    @Test
    void verdict_atAndOverTheMaximum() {
        assertThat(new Bound(4).verdict(4)).isEqualTo("≤ 4 ok");
        assertThat(new Bound(4).verdict(5)).isEqualTo("≤ 4 OVER");
        assertThat(new Bound(0.5).verdict(0.51)).isEqualTo("≤ 0.5 OVER");
    }
}
