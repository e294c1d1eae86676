package io.confab.local.database;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.DatabaseResolver;
import de.bwaldvogel.mongo.backend.QueryParameters;
import de.bwaldvogel.mongo.backend.aggregation.Aggregation;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.Oplog;
import io.confab.local.database.index.Place;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * An aggregation that begins with {@code $match}: that, and a {@code $sort} and {@code $limit} behind it, are a query like any
 * other, while the library's own way reads the whole collection first.
 */
record BoundedAggregation(Document filter, Document sort, int limit, List<Document> rest, Document command) {

    /** Null when it does not begin so. */
    static BoundedAggregation of(Document command) {
        List<Document> stages = Aggregation.parse(command.get("pipeline"));
        if (stages.isEmpty() || !(stages.get(0).get("$match") instanceof Document filter)) {
            return null;
        }
        int next = 1;
        Document sort = null;
        int limit = 0;
        if (next < stages.size() && stages.get(next).get("$sort") instanceof Document order) {
            sort = order;
            next++;
        }
        if (next < stages.size() && stages.get(next).get("$limit") instanceof Number most && most.intValue() > 0) {
            limit = most.intValue();
            next++;
        }
        return new BoundedAggregation(filter, sort, limit, stages.subList(next, stages.size()), command);
    }

    /** The reply to the command. */
    Document run(MongoDatabase database, MongoCollection<Place> collection, DatabaseResolver resolver, Oplog oplog) {
        Aggregation aggregation = Aggregation.fromPipeline(rest, resolver, database, collection, oplog);
        aggregation.validate(command);
        Document query = new Document("$query", filter).append("$orderby", sort);
        Iterable<Document> matching = collection.handleQuery(new QueryParameters(query, 0, limit));
        List<Document> results = aggregation.runStages(StreamSupport.stream(matching.spliterator(), false));
        Document cursor =
                new Document("id", 0L).append("ns", collection.getFullName()).append("firstBatch", results);
        return new Document("cursor", cursor).append("ok", 1.0);
    }
}
