package io.confab.domain.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What was found for one page of a list, in its order.
 *
 * @param next the cursor of the next page, if the list goes on behind what was read
 * @param cursorBehind the cursor of a page that begins behind an item
 */
public record Found<T>(List<T> items, Optional<String> next, Function<T, String> cursorBehind) {

    /** Of a read that asked for one more than the page may hold. */
    public static <T> Found<T> of(List<T> oneMore, int limit, Function<T, String> cursorBehind) {
        return oneMore.size() > limit
                ? new Found<>(
                        oneMore.subList(0, limit),
                        Optional.of(cursorBehind.apply(oneMore.get(limit - 1))),
                        cursorBehind)
                : new Found<>(oneMore, Optional.empty(), cursorBehind);
    }

    /** A list of one or none. */
    public static <T> Found<T> ofOne(Optional<T> item) {
        return new Found<>(item.stream().toList(), Optional.empty(), any -> {
            throw new IllegalStateException("a list of one has no second page");
        });
    }

    /**
     * The items that fit a reply, as clients know them; the cursor stands exactly where the page ends.
     *
     * @param view empty for an item that is left out
     */
    public JsonPage page(Function<T, Optional<ObjectNode>> view) {
        return page(view, item -> view.apply(item).orElseThrow());
    }

    /**
     * As {@link #page(Function)}.
     *
     * @param shorter how an item is shown that fits no reply
     */
    public JsonPage page(Function<T, Optional<ObjectNode>> view, Function<T, ObjectNode> shorter) {
        ReplyRoom room = new ReplyRoom();
        List<ObjectNode> data = new ArrayList<>();
        T last = null;
        for (T item : items) {
            Optional<ObjectNode> json = view.apply(item);
            if (json.isPresent()) {
                Optional<ObjectNode> fitting = room.take(json.get(), () -> shorter.apply(item));
                if (fitting.isEmpty()) {
                    return new JsonPage(data, Optional.of(cursorBehind.apply(last)));
                }
                data.add(fitting.get());
            }
            last = item;
        }
        return new JsonPage(data, next);
    }
}
