package io.confab.domain.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One page of a list: its items in the order of the list. Whoever writes the page may end it after any of its items, because
 * the reply's bytes are limited too (docs/decisions/0033-pages-end-by-bytes.md).
 *
 * @param entries the items, each with the cursor of a page that begins after it
 * @param next the cursor of the next page, if the list continues after these items
 */
public record Page<T>(List<Entry<T>> entries, Optional<String> next) {

    /**
     * An item of a page.
     *
     * @param cursorBehind gives the cursor of a page that begins after the item
     */
    public record Entry<T>(T item, Supplier<String> cursorBehind) {}

    /**
     * The items that were found, and the cursor of the next page.
     *
     * @param cursorBehind gives the cursor of a page that begins after an item
     */
    public static <T> Page<T> of(List<T> items, Optional<String> next, Function<T, String> cursorBehind) {
        return new Page<>(
                items.stream()
                        .map(item -> new Entry<>(item, () -> cursorBehind.apply(item)))
                        .toList(),
                next);
    }

    /** From a read that asked for one more item than the page may have. */
    public static <T> Page<T> of(List<T> oneMore, int limit, Function<T, String> cursorBehind) {
        return oneMore.size() > limit
                ? of(oneMore.subList(0, limit), Optional.of(cursorBehind.apply(oneMore.get(limit - 1))), cursorBehind)
                : of(oneMore, Optional.empty(), cursorBehind);
    }

    /** A list with one item or none. */
    public static <T> Page<T> ofOne(Optional<T> item) {
        return of(item.stream().toList(), Optional.empty(), any -> {
            throw new IllegalStateException("a list of one has no second page");
        });
    }

    public List<T> items() {
        return entries.stream().map(Entry::item).toList();
    }

    /** The same page with what each item becomes. */
    public <R> Page<R> map(Function<T, R> mapping) {
        return mapOptional(item -> Optional.of(mapping.apply(item)));
    }

    /** As {@link #map}; items that become nothing are left out. The next page is the same. */
    public <R> Page<R> mapOptional(Function<T, Optional<R>> mapping) {
        List<Entry<R>> mapped = new ArrayList<>();
        for (Entry<T> entry : entries) {
            mapping.apply(entry.item()).ifPresent(item -> mapped.add(new Entry<>(item, entry.cursorBehind())));
        }
        return new Page<>(mapped, next);
    }
}
