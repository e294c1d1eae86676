package io.confab.edge.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.confab.domain.tally.Metric;
import io.confab.domain.tally.Tally;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricLineTest {
    private static final long TIME = 1_795_330_788_858L;
    private static final Map<String, String> KEYS = new LinkedHashMap<>();

    static {
        KEYS.put("errCode", "uni-id-check-token-failed");
        KEYS.put("method", "updateUserInfoByExternal");
        KEYS.put("requestId", "6a1c8f3e-0000-4000-8000-000000000001");
        KEYS.put("conversationId", "single_b3701cb1cb2d196ad68d6969ab0fbf2c");
        KEYS.put("coldStart", "");
    }

    private final Tally tally = new Tally();

    @Test
    void write_aSend_isReadByCloudWatch() throws JsonProcessingException {
        tally.add(Metric.CALLS);
        tally.add(Metric.SENDS);
        tally.add(Metric.COMMANDS, 3);

        String line = MetricLine.write("confab", TIME, tally, Map.of("method", "sendMsg"));

        assertThat(line)
                .isEqualTo("{\"_aws\":{\"Timestamp\":1795330788858,\"CloudWatchMetrics\":[{\"Namespace\":\"Confab\","
                        + "\"Dimensions\":[[\"stack\"]],\"Metrics\":[{\"Name\":\"calls\"},{\"Name\":\"sends\"},{\"Name\":\"commands\"}]}]},"
                        + "\"stack\":\"confab\",\"calls\":1,\"sends\":1,\"commands\":3,\"method\":\"sendMsg\"}");
    }

    @Test
    void write_ofMoreThanALineHolds_leavesTheRestForTheNext() throws JsonProcessingException {
        for (Metric metric : Metric.values()) {
            tally.add(metric, 1_000_000 + metric.ordinal());
        }
        Map<Metric, Long> read = new EnumMap<>(Metric.class);

        int lines = 0;
        while (read.size() < Metric.values().length && lines++ < Metric.values().length) {
            String line = MetricLine.write("a-stack-with-a-long-name", TIME, tally, KEYS);
            assertThat(line.length()).isLessThanOrEqualTo(MetricLine.MAX_BYTES);
            JsonNode json = new ObjectMapper().readTree(line);
            for (Metric metric : Metric.values()) {
                if (json.has(metric.title())) {
                    read.merge(metric, json.path(metric.title()).asLong(), Long::sum);
                    assertThat(json.at("/_aws/CloudWatchMetrics/0/Metrics").findValuesAsText("Name"))
                            .contains(metric.title());
                }
            }
        }

        assertThat(read).hasSameSizeAs(Metric.values());
        assertThat(read).allSatisfy((metric, value) -> assertThat(value).isEqualTo(1_000_000 + metric.ordinal()));
    }

    @Test
    void write_withoutRoomForAllKeys_keepsTheFirst() {
        tally.add(Metric.CALLS);
        tally.add(Metric.ERRORS_TOKEN);
        tally.add(Metric.COMMANDS);

        String line = MetricLine.write("confab", TIME, tally, KEYS);

        assertThat(line)
                .contains("\"errCode\":\"uni-id-check-token-failed\"", "\"method\":\"updateUserInfoByExternal\"")
                .doesNotContain("conversationId");
    }
}
