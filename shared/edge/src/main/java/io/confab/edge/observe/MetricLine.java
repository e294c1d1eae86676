package io.confab.edge.observe;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.tally.Metric;
import io.confab.domain.tally.Tally;
import java.util.Map;

/**
 * Writes what was counted as one line of CloudWatch's embedded metric format, of at most 400 bytes, which CloudWatch makes
 * metrics of. Source: AWS, "Specification: Embedded metric format". Metrics that find no room stay in the tally, for the next
 * line; keys that find none are left out.
 */
final class MetricLine {
    static final int MAX_BYTES = 400;
    static final String NAMESPACE = "Confab";

    /** The only dimension. A method would multiply the metrics, and their price. */
    static final String DIMENSION = "stack";

    private final ArrayNode metrics;
    private final ObjectNode line = JsonNodeFactory.instance.objectNode();
    private int bytes;

    private MetricLine(String stack, long time) {
        ObjectNode aws = line.putObject("_aws").put("Timestamp", time);
        ObjectNode directive = aws.putArray("CloudWatchMetrics").addObject().put("Namespace", NAMESPACE);
        directive.putArray("Dimensions").addArray().add(DIMENSION);
        metrics = directive.putArray("Metrics");
        line.put(DIMENSION, stack);
        bytes = line.toString().length();
    }

    /**
     * @param keys tell which invocation it was, most useful first; ASCII
     */
    static String write(String stack, long time, Tally tally, Map<String, String> keys) {
        MetricLine written = new MetricLine(stack, time);
        for (Metric metric : Metric.values()) {
            written.add(metric, tally);
        }
        keys.forEach(written::add);
        return written.line.toString();
    }

    private void add(Metric metric, Tally tally) {
        long value = tally.look(metric);
        if (value == 0
                || !hasRoom(2 * metric.title().length() + Long.toString(value).length() + 16)) {
            return;
        }
        metrics.addObject().put("Name", metric.title());
        line.put(metric.title(), tally.take(metric));
    }

    private void add(String key, String value) {
        if (!value.isEmpty() && hasRoom(key.length() + value.length() + 6)) {
            line.put(key, value);
        }
    }

    private boolean hasRoom(int more) {
        if (bytes + more > MAX_BYTES) {
            return false;
        }
        bytes += more;
        return true;
    }
}
