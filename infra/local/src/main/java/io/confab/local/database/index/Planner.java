package io.confab.local.database.index;

import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Chooses the index that bounds a query most, and then the one that gives its order. An index is bounded by conditions on its
 * first fields: by values on any number of them, by a range on the last. A query whose only bounds are in an {@code $or} is
 * bounded if each of its branches is.
 */
public final class Planner {
    private static final int VALUE = 2;
    private static final int RANGE = 1;
    private static final int UNIQUE = 100;
    /** More ranges than this are no bound: {@code $in} on several fields multiplies. */
    private static final int MAX_RANGES = 20_000;

    private final List<OrderedIndex> indexes;
    private final long documents;

    /**
     * @param documents how many there are
     */
    public Planner(List<Index<Place>> indexes, long documents) {
        this.indexes = indexes.stream().map(OrderedIndex.class::cast).toList();
        this.documents = documents;
    }

    /**
     * What to look at.
     *
     * @param places each place once
     * @param ordered whether they come in the order that was asked for
     */
    public record Candidates(Stream<Place> places, boolean ordered) {}

    /**
     * Where the matching documents are, and perhaps others; empty when nothing bounds the query, and no index saves sorting the
     * few of which there shall be.
     *
     * @param orderBy may be null
     * @param limit 0 is none
     */
    public Optional<Candidates> plan(Document query, Document orderBy, int limit) {
        Conditions conditions = Conditions.of(query);
        Plan plan = best(conditions, orderBy);
        if (plan != null && plan.bound() > 0) {
            return Optional.of(single(plan));
        }
        List<Plan> union = union(conditions);
        if (!union.isEmpty()) {
            Set<Place> places = new HashSet<>();
            return Optional.of(
                    new Candidates(union.stream().flatMap(Plan::places).filter(places::add), false));
        }
        return Optional.ofNullable(plan)
                .filter(whole -> whole.ordered() && limit > 0 && hasOrder(orderBy))
                .map(this::single);
    }

    private Candidates single(Plan plan) {
        if (isSingle(plan.index())) {
            return new Candidates(plan.places(), plan.ordered());
        }
        Set<Place> places = new HashSet<>();
        return new Candidates(plan.places().filter(places::add), plan.ordered());
    }

    private List<Plan> union(Conditions conditions) {
        for (List<Document> branches : conditions.alternatives()) {
            List<Plan> plans = new ArrayList<>();
            for (Document branch : branches) {
                Plan plan = best(conditions.and(branch), null);
                if (plan == null || plan.bound() == 0) {
                    break;
                }
                plans.add(plan);
            }
            if (plans.size() == branches.size()) {
                return plans;
            }
        }
        return List.of();
    }

    private Plan best(Conditions conditions, Document orderBy) {
        Plan best = null;
        for (OrderedIndex index : indexes) {
            Plan plan = plan(index, conditions, orderBy);
            if (plan != null && plan.isBetterThan(best)) {
                best = plan;
            }
        }
        return best;
    }

    /** How an index serves, or null when it must not. */
    private Plan plan(OrderedIndex index, Conditions conditions, Document orderBy) {
        boolean single = isSingle(index);
        List<byte[]> prefixes = List.of(new byte[0]);
        List<KeyRange> ranges = null;
        Set<String> pinned = new HashSet<>();
        int bound = 0;
        for (IndexKey key : index.getKeys()) {
            List<Span> spans = conditions.of(key.getKey(), single);
            if (spans == null) {
                break;
            }
            if (bound == 0 && index.leavesOut() && spans.stream().anyMatch(Span::isNull)) {
                return null;
            }
            if (spans.size() == 1 && !spans.get(0).isPoint()) {
                ranges = ranges(prefixes, spans.get(0), key);
                bound += RANGE;
                break;
            }
            if ((long) prefixes.size() * spans.size() > MAX_RANGES) {
                break;
            }
            prefixes = longer(prefixes, spans, key);
            bound += VALUE;
            if (spans.size() == 1) {
                pinned.add(key.getKey());
            }
        }
        if (bound == 0 && index.leavesOut()) {
            return null;
        }
        if (ranges == null) {
            ranges = bound == 0
                    ? List.of(KeyRange.ALL)
                    : prefixes.stream().map(KeyRange::beginningWith).toList();
            bound += index.isUnique() && bound == VALUE * index.getKeys().size() ? UNIQUE : 0;
        }
        return ordered(index, ranges, bound, single ? direction(index, pinned, orderBy) : hasOrder(orderBy) ? 0 : 1);
    }

    private static Plan ordered(OrderedIndex index, List<KeyRange> ranges, int bound, int direction) {
        List<KeyRange> sorted = new ArrayList<>(ranges);
        if (sorted.size() > 1) {
            sorted.sort(Comparator.comparing(KeyRange::from, Arrays::compareUnsigned));
            if (direction < 0) {
                Collections.reverse(sorted);
            }
        }
        return new Plan(index, sorted, direction < 0, bound, direction != 0);
    }

    private static List<KeyRange> ranges(List<byte[]> prefixes, Span span, IndexKey key) {
        return prefixes.stream()
                .map(prefix -> span.after(prefix, key.isAscending()))
                .toList();
    }

    private static List<byte[]> longer(List<byte[]> prefixes, List<Span> points, IndexKey key) {
        List<byte[]> longer = new ArrayList<>();
        Set<Place> different = new HashSet<>();
        for (Span point : points) {
            if (different.add(new Place(point.low()))) {
                byte[] value = key.isAscending() ? point.low() : KeyWriter.turned(point.low());
                prefixes.forEach(prefix ->
                        longer.add(new KeyWriter().raw(prefix).raw(value).toBytes()));
            }
        }
        return longer;
    }

    /** 1 or −1: the index gives this order when it is read forwards or backwards; 0: it does not. */
    private static int direction(OrderedIndex index, Set<String> pinned, Document orderBy) {
        if (!hasOrder(orderBy)) {
            return 1;
        }
        int direction = 0;
        int next = 0;
        List<IndexKey> keys = index.getKeys();
        for (Map.Entry<String, Object> order : orderBy.entrySet()) {
            if (pinned.contains(order.getKey())) {
                continue;
            }
            while (next < keys.size() && pinned.contains(keys.get(next).getKey())) {
                next++;
            }
            if (next == keys.size() || !keys.get(next).getKey().equals(order.getKey())) {
                return 0;
            }
            boolean ascending = ((Number) order.getValue()).intValue() > 0;
            int same = ascending == keys.get(next).isAscending() ? 1 : -1;
            if (direction == -same) {
                return 0;
            }
            direction = same;
            next++;
        }
        return direction == 0 ? 1 : direction;
    }

    /** Whether each document has one entry in it, no matter how many values its fields have. */
    private boolean isSingle(OrderedIndex index) {
        return !index.leavesOut() && index.getCount() == documents;
    }

    private static boolean hasOrder(Document orderBy) {
        return orderBy != null && !orderBy.isEmpty();
    }
}
