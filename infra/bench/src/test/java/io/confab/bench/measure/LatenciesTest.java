package io.confab.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    private final Latencies latencies = new Latencies();

    @Test
    void percentiles_hundredValues_areTheirRanks() {
        for (int millis = 1; millis <= 100; millis++) {
            latencies.record(TimeUnit.MILLISECONDS.toNanos(millis));
        }

        assertThat(latencies.p50Millis()).isCloseTo(50, within(0.1));
        assertThat(latencies.percentileMillis(99)).isCloseTo(99, within(0.1));
        assertThat(latencies.count()).isEqualTo(100);
    }

    @Test
    void record_overAMinute_countsAsAMinute() {
        latencies.record(TimeUnit.HOURS.toNanos(1));

        assertThat(latencies.percentileMillis(100)).isCloseTo(60_000, within(100.0));
    }

    @Test
    void millis_nothingRecorded_isADash() {
        assertThat(latencies.millis(50)).isEqualTo("-");
    }
}
