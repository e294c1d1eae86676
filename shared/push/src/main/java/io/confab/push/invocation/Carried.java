package io.confab.push.invocation;

import com.fasterxml.jackson.databind.node.TextNode;
import io.confab.wire.ReplySize;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * How many devices' names one asynchronous invocation carries. Clients choose these names ({@code push_clientid}, up to 256
 * characters of any script), so they are counted in bytes: an invocation takes 256 KB, and the push itself needs room too.
 */
public final class Carried {
    static final int MAX_BYTES = 120 << 10;

    private Carried() {}

    /** How many of the first of these names fit into one invocation: at least one of any. */
    public static int count(List<String> cids, int most) {
        int bytes = 0;
        int count = 0;
        while (count < Math.min(cids.size(), most)) {
            bytes += ReplySize.of(TextNode.valueOf(cids.get(count))) + 1;
            if (bytes > MAX_BYTES && count > 0) {
                break;
            }
            count++;
        }
        return count;
    }

    /** The items in their order, in parts that fit into one invocation each. */
    public static <T> List<List<T>> parts(List<T> items, Function<T, String> cid, int most) {
        List<String> cids = items.stream().map(cid).toList();
        List<List<T>> parts = new ArrayList<>();
        int from = 0;
        while (from < items.size()) {
            int to = from + count(cids.subList(from, cids.size()), most);
            parts.add(items.subList(from, to));
            from = to;
        }
        return parts;
    }
}
