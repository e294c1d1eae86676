package io.confab.domain.schema;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import io.confab.domain.storage.Index;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.bson.conversions.Bson;

/** Finds what is in the way of a unique index. Reads the whole collection, which an index does not help. */
final class Duplicates {
    private static final int SHOWN = 20;
    private static final String FIRST = "first";
    private static final String LAST = "last";
    private static final String COUNT = "count";

    private final MongoDatabase database;

    Duplicates(MongoDatabase database) {
        this.database = database;
    }

    /** The first values that more than one document has; empty if there is none. */
    List<SchemaReport.Duplicate> of(Index index) {
        String field = index.fields().get(0);
        List<Bson> stages = new ArrayList<>();
        if (index.sparse()) {
            stages.add(Aggregates.match(Filters.exists(field)));
        }
        stages.add(Aggregates.group(
                "$" + field,
                Accumulators.sum(COUNT, 1),
                Accumulators.min(FIRST, "$_id"),
                Accumulators.max(LAST, "$_id")));
        stages.add(Aggregates.match(Filters.gt(COUNT, 1)));
        stages.add(Aggregates.limit(SHOWN));
        return database.getCollection(index.collection(), BsonDocument.class)
                .aggregate(stages)
                .allowDiskUse(true)
                .map(group -> new SchemaReport.Duplicate(
                        index,
                        json(group.get("_id")),
                        group.getNumber(COUNT).longValue(),
                        List.of(json(group.get(FIRST)), json(group.get(LAST)))))
                .into(new ArrayList<>());
    }

    private static String json(BsonValue value) {
        String inArray = new BsonDocument("", new BsonArray(List.of(value == null ? BsonNull.VALUE : value))).toJson();
        return inArray.substring(inArray.indexOf('[') + 1, inArray.lastIndexOf(']'));
    }
}
