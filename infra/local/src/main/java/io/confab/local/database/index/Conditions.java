package io.confab.local.database.index;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a query requires of single fields, and the alternatives of which it requires one. Only what bounds an index is here:
 * what is not understood is left out, and so it bounds nothing.
 */
final class Conditions {
    private final Map<String, List<List<Span>>> byField = new HashMap<>();
    private final List<List<Document>> alternatives = new ArrayList<>();

    static Conditions of(Document query) {
        Conditions conditions = new Conditions();
        conditions.add(query);
        return conditions;
    }

    /** These and those of another query. */
    Conditions and(Document query) {
        Conditions both = new Conditions();
        byField.forEach((field, spans) -> both.byField.put(field, new ArrayList<>(spans)));
        both.add(query);
        return both;
    }

    /** Lists of queries; of each list at least one must match. */
    List<List<Document>> alternatives() {
        return alternatives;
    }

    /**
     * The values that a field may have; null when it may have any, empty when no value will do.
     *
     * @param single false where one document may have several values, each of which may meet another condition
     */
    List<Span> of(String field, boolean single) {
        List<List<Span>> conditions = byField.get(field);
        if (conditions == null) {
            return null;
        }
        List<Span> fewest = conditions.stream()
                .filter(spans -> spans.stream().allMatch(Span::isPoint))
                .min((one, other) -> Integer.compare(one.size(), other.size()))
                .orElse(conditions.get(0));
        if (!single) {
            return fewest;
        }
        List<Span> spans = fewest;
        for (List<Span> others : conditions) {
            if (others != fewest && others.size() == 1) {
                spans = spans.stream()
                        .map(span -> span.and(others.get(0)))
                        .filter(span -> span != null)
                        .collect(Collectors.toList());
            }
        }
        return spans;
    }

    private void add(Document query) {
        query.forEach((key, value) -> {
            if (key.equals("$and") && value instanceof Collection<?> all) {
                all.forEach(part -> {
                    if (part instanceof Document document) {
                        add(document);
                    }
                });
            } else if (key.equals("$or") && value instanceof Collection<?> any && isQueries(any)) {
                alternatives.add(any.stream().map(Document.class::cast).toList());
            } else if (!key.startsWith("$")) {
                addField(key, value);
            }
        });
    }

    private static boolean isQueries(Collection<?> any) {
        return !any.isEmpty() && any.stream().allMatch(Document.class::isInstance);
    }

    private void addField(String field, Object value) {
        if (!(value instanceof Document operators)) {
            if (isPlain(value)) {
                require(field, List.of(Span.point(value)));
            }
            return;
        }
        if (BsonRegularExpression.isRegularExpression(value)) {
            return;
        }
        operators.forEach((operator, operand) -> {
            if (operator.equals("$elemMatch") && operand instanceof Document element) {
                Conditions.of(element)
                        .byField
                        .forEach((inner, conditions) ->
                                conditions.forEach(spans -> require(field + "." + inner, spans)));
                return;
            }
            List<Span> spans = spans(operator, operand);
            if (spans != null) {
                require(field, spans);
            }
        });
    }

    private static List<Span> spans(String operator, Object operand) {
        if (operator.equals("$in")) {
            return operand instanceof Collection<?> any && any.stream().allMatch(Conditions::isPlain)
                    ? any.stream().map(Span::point).toList()
                    : null;
        }
        if (!isPlain(operand)) {
            return null;
        }
        if (operator.equals("$eq")) {
            return List.of(Span.point(operand));
        }
        if (Missing.isNullOrMissing(operand) || operand instanceof Double number && number.isNaN()) {
            return null;
        }
        return switch (operator) {
            case "$gt" -> List.of(Span.above(operand, false));
            case "$gte" -> List.of(Span.above(operand, true));
            case "$lt" -> List.of(Span.below(operand, false));
            case "$lte" -> List.of(Span.below(operand, true));
            default -> null;
        };
    }

    private void require(String field, List<Span> spans) {
        byField.computeIfAbsent(field, missing -> new ArrayList<>()).add(spans);
    }

    private static boolean isPlain(Object value) {
        return Missing.isNullOrMissing(value)
                || value instanceof String
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Double
                || value instanceof Boolean
                || value instanceof Instant
                || value instanceof ObjectId;
    }
}
