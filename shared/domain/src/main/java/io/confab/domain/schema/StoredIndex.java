package io.confab.domain.schema;

import com.mongodb.client.MongoDatabase;
import io.confab.domain.storage.Index;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * An index as a database lists it. It may still be under construction, which a list does not tell everywhere.
 *
 * @param fields as in {@link Index}; with the kind of index behind a colon if it is neither ascending nor descending
 * @param expireAfterSeconds or null
 * @param special whether it has options that no index of the schema has: a filter, a collation, hidden
 */
public record StoredIndex(
        String name, List<String> fields, boolean unique, boolean sparse, Integer expireAfterSeconds, boolean special) {
    private static final Set<String> SPECIAL = Set.of("partialFilterExpression", "collation", "hidden");

    /** The indexes of a collection, without that of {@code _id}; none if there is no such collection. */
    static List<StoredIndex> of(MongoDatabase database, String collection) {
        List<StoredIndex> found = new ArrayList<>();
        for (BsonDocument index : database.getCollection(collection).listIndexes(BsonDocument.class)) {
            StoredIndex stored = read(index);
            if (!stored.fields.equals(List.of("_id"))) {
                found.add(stored);
            }
        }
        return found;
    }

    /** The one with the keys of a declared index, if there is one. */
    static Optional<StoredIndex> sameKeys(List<StoredIndex> stored, Index declared) {
        return stored.stream()
                .filter(index -> index.fields.equals(declared.fields()))
                .findFirst();
    }

    /** Whether it also guarantees the same as a declared index with these keys; the name does not matter. */
    boolean isAs(Index declared) {
        return !special
                && unique == declared.unique()
                && sparse == declared.sparse()
                && Objects.equals(expireAfterSeconds, declared.expireAfterSeconds());
    }

    private static StoredIndex read(BsonDocument index) {
        BsonValue expiry = index.get("expireAfterSeconds");
        return new StoredIndex(
                index.getString("name").getValue(),
                index.getDocument("key").entrySet().stream()
                        .map(key -> field(key.getKey(), key.getValue()))
                        .toList(),
                isTrue(index, "unique"),
                isTrue(index, "sparse"),
                expiry != null && expiry.isNumber() ? expiry.asNumber().intValue() : null,
                SPECIAL.stream().anyMatch(index::containsKey));
    }

    private static String field(String name, BsonValue direction) {
        if (!direction.isNumber()) {
            return name + ":" + (direction.isString() ? direction.asString().getValue() : direction);
        }
        return direction.asNumber().doubleValue() < 0 ? "-" + name : name;
    }

    /** Some servers list a flag as a number. */
    private static boolean isTrue(BsonDocument index, String option) {
        BsonValue value = index.get(option);
        return value != null
                && (value.isBoolean()
                        ? value.asBoolean().getValue()
                        : value.isNumber() && value.asNumber().intValue() != 0);
    }
}
