package io.confab.domain.storage;

import java.util.List;

/**
 * A declared index and the query it serves.
 *
 * @param fields ascending unless prefixed by {@code -}
 * @param sparse contains only documents that have the field; a query must require that the field exists
 * @param serves the query or guarantee that needs it, for the schema document
 * @param expireAfterSeconds time to live for a date field, or null
 */
public record Index(
        String collection,
        List<String> fields,
        boolean unique,
        boolean sparse,
        Integer expireAfterSeconds,
        String serves) {

    public static Index unique(String collection, String field, String serves) {
        return new Index(collection, List.of(field), true, false, null, serves);
    }

    /** As {@link #unique}, for a field that some documents do not have. */
    public static Index uniqueWherePresent(String collection, String field, String serves) {
        return new Index(collection, List.of(field), true, true, null, serves);
    }

    public static Index of(String collection, String serves, String... fields) {
        return new Index(collection, List.of(fields), false, false, null, serves);
    }

    public static Index expiring(String collection, String dateField, String serves) {
        return new Index(collection, List.of(dateField), false, false, 0, serves);
    }
}
