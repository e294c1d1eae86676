package io.confab.domain.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The room that a reply has for the items of a list: pages end by bytes as well as by count
 * (docs/api/README.md#what-holds-everywhere; docs/decisions/0033-pages-end-by-bytes.md). The first item always fits: what we
 * store does so as it is, and a larger one, which only an import or an outside writer can have left, is shortened. Lives for
 * one reply, on one thread.
 */
public final class ReplyRoom {
    /** For what stands around the items: status, headers, counts, a cursor, a new token. */
    static final int ENVELOPE = 64 << 10;

    /** A field that is larger loses its value, if the item does not fit an empty reply. */
    private static final int LARGE_FIELD = 64 << 10;

    private static final int SHORTENED_TEXT = 1_000;

    private int left = ReplySize.MAX_BYTES - ENVELOPE;
    private boolean untouched = true;

    /**
     * Takes the item.
     *
     * @param shorter what takes the place of an item that fits no reply; is shortened further where that is still too large
     * @return the item or what takes its place; empty when the page ends before it
     */
    public Optional<ObjectNode> take(ObjectNode item, Supplier<ObjectNode> shorter) {
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
        untouched = false;
        left -= size;
        return Optional.of(taken);
    }

    /** Takes this much, if there is so much. */
    public boolean take(int bytes) {
        if (bytes > left) {
            return false;
        }
        untouched = false;
        left -= bytes;
        return true;
    }

    /** What an item takes, with what separates it from the next. */
    public static int sizeOf(JsonNode item) {
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
            String text = value.textValue();
            int end = Character.isHighSurrogate(text.charAt(SHORTENED_TEXT - 1)) ? SHORTENED_TEXT - 1 : SHORTENED_TEXT;
            return TextNode.valueOf(text.substring(0, end));
        }
        return value.isArray() ? JsonNodeFactory.instance.arrayNode() : JsonNodeFactory.instance.objectNode();
    }
}
