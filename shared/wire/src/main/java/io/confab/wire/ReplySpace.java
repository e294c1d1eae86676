package io.confab.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.confab.domain.text.Cut;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How much of a list fits into a reply: a page is limited in bytes as well as in items
 * (docs/api/README.md#what-holds-everywhere; docs/decisions/0033-pages-end-by-bytes.md). The first item always fits: everything
 * that Confab stores is small enough, and a larger item, which only an import or another tool can have written, is shortened.
 *
 * <p>Items are measured only when room gets scarce: until then what they have at most is taken. Used for one reply, on one thread.
 */
final class ReplySpace {
    /** Reserved for everything besides the items: status, headers, counts, a cursor, a new token. */
    static final int ENVELOPE = 64 << 10;

    /** If an item does not fit into an empty reply, its fields that are larger than this lose their values. */
    private static final int LARGE_FIELD = 64 << 10;

    private static final int SHORTENED_TEXT = 1_000;

    private int left = ReplySize.MAX_BYTES - ENVELOPE;
    private boolean untouched = true;
    private final List<Unmeasured> unmeasured = new ArrayList<>();

    /** An item for which more bytes may have been taken than it has. */
    private record Unmeasured(JsonNode item, int taken) {}

    /**
     * Takes the item.
     *
     * @param shorter gives a replacement for an item that does not fit into any reply; it is shortened further if it is still
     *     too large
     * @return the item or its replacement; empty if the page ends before it
     */
    Optional<ObjectNode> take(ObjectNode item, Supplier<ObjectNode> shorter) {
        int atMost = ReplySize.atMost(item) + 1;
        if (take(atMost)) {
            unmeasured.add(new Unmeasured(item, atMost));
            return Optional.of(item);
        }
        measure();
        int size = sizeOf(item);
        ObjectNode taken = item;
        if (size > left && untouched) {
            taken = shorter.get();
            size = sizeOf(taken);
            if (size > left) {
                shorten(taken);
                size = sizeOf(taken);
            }
        }
        if (size > left) {
            return Optional.empty();
        }
        take(size);
        return Optional.of(taken);
    }

    /** Whether these items fit together into a reply without being measured. */
    static boolean isAmpleFor(List<ObjectNode> items) {
        ReplySpace space = new ReplySpace();
        return items.stream().allMatch(item -> space.take(ReplySize.atMost(item) + 1));
    }

    private void measure() {
        for (Unmeasured each : unmeasured) {
            left += each.taken() - sizeOf(each.item());
        }
        unmeasured.clear();
    }

    /** Reserves this number of bytes, if they are left. */
    boolean take(int bytes) {
        if (bytes > left) {
            return false;
        }
        untouched = false;
        left -= bytes;
        return true;
    }

    /** The bytes of an item, including the comma after it. */
    static int sizeOf(JsonNode item) {
        return ReplySize.of(item) + 1;
    }

    private static void shorten(ObjectNode item) {
        item.properties().forEach(field -> {
            if (ReplySize.of(field.getValue()) > LARGE_FIELD) {
                field.setValue(shortened(field.getValue()));
            }
        });
    }

    private static JsonNode shortened(JsonNode value) {
        if (value.isTextual()) {
            return TextNode.valueOf(Cut.first(value.textValue(), SHORTENED_TEXT));
        }
        return value.isArray() ? JsonNodeFactory.instance.arrayNode() : JsonNodeFactory.instance.objectNode();
    }
}
