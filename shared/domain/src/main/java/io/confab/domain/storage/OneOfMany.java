package io.confab.domain.storage;

import java.util.Collection;
import java.util.List;
import org.bson.Document;

/**
 * Whether a field has one of many values, as an expression in an aggregation. There, unlike in a query, the server compares a
 * document with one value of a list after the other: with 1,000 values this took 3.5 ms for 500 documents, and this form 1 ms.
 *
 * <p>Values are ASCII, such as keys: databases order other characters differently.
 */
public final class OneOfMany {
    private static final int MAX_IN_A_ROW = 32;

    private OneOfMany() {}

    /** Halves the values until few are left. */
    public static Document expression(String field, Collection<String> values) {
        return among("$" + field, values.stream().sorted().toList());
    }

    private static Document among(String field, List<String> values) {
        if (values.size() <= MAX_IN_A_ROW) {
            return new Document("$in", List.of(field, new Document("$literal", values)));
        }
        int half = values.size() / 2;
        return new Document(
                "$cond",
                List.of(
                        new Document("$lt", List.of(field, new Document("$literal", values.get(half)))),
                        among(field, values.subList(0, half)),
                        among(field, values.subList(half, values.size()))));
    }
}
