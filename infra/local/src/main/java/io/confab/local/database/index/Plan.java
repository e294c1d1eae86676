package io.confab.local.database.index;

import java.util.List;
import java.util.stream.Stream;

/**
 * Which places may hold what a query asks for.
 *
 * @param bound how much the index bounds: 0 is not at all
 * @param ordered whether the places come in the order that was asked for
 */
record Plan(OrderedIndex index, List<KeyRange> ranges, boolean descending, int bound, boolean ordered) {

    /** The places, perhaps with repetitions. */
    Stream<Place> places() {
        return ranges.stream().flatMap(range -> index.places(range, descending));
    }

    boolean isBetterThan(Plan other) {
        return other == null || bound > other.bound || bound == other.bound && ordered && !other.ordered;
    }
}
