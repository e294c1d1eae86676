package io.confab.domain.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The items that were found for one page of a list, in the order of the list.
 *
 * @param next the cursor of the next page, if the list continues after these items
 * @param cursorBehind gives the cursor of a page that begins after an item
 */
public record Found<T>(List<T> items, Optional<String> next, Function<T, String> cursorBehind) {

    /** From a read that asked for one more item than the page may have. */
    public static <T> Found<T> of(List<T> oneMore, int limit, Function<T, String> cursorBehind) {
        return oneMore.size() > limit
                ? new Found<>(
                        oneMore.subList(0, limit),
                        Optional.of(cursorBehind.apply(oneMore.get(limit - 1))),
                        cursorBehind)
                : new Found<>(oneMore, Optional.empty(), cursorBehind);
    }

    /** A list with one item or none. */
    public static <T> Found<T> ofOne(Optional<T> item) {
        return new Found<>(item.stream().toList(), Optional.empty(), any -> {
            throw new IllegalStateException("a list of one has no second page");
        });
    }

    /**
     * The items that fit into a reply, in the form of the reply; the cursor points exactly to the end of the page.
     *
     * @param view empty for an item that is left out
     */
    public JsonPage page(Function<T, Optional<ObjectNode>> view) {
        return page(view, item -> view.apply(item).orElseThrow());
    }

    /**
     * As {@link #page(Function)}.
     *
     * @param shorter the form of an item that is too large for any reply
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
