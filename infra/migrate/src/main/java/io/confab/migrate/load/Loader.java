package io.confab.migrate.load;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Projections;
import io.confab.migrate.map.SimpleCollection;
import io.confab.migrate.origin.Source;
import io.confab.migrate.report.Reason;
import io.confab.migrate.report.Report;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonDocument;

/**
 * Stores documents that are missing, a batch at a time. Existing documents are not changed, so storing twice changes nothing;
 * if the process dies, each document is stored completely or not at all.
 */
final class Loader {
    private static final int BATCH = 1_000;

    private final MongoCollection<BsonDocument> stored;
    private final SimpleCollection collection;
    private final Report report;
    private final Map<String, Entry> batch = new LinkedHashMap<>();
    private String lastId = "";

    Loader(MongoDatabase database, SimpleCollection collection, Report report) {
        this.stored = database.getCollection(collection.file().collection(), BsonDocument.class)
                .withWriteConcern(WriteConcern.MAJORITY);
        this.collection = collection;
        this.report = report;
    }

    private record Entry(Source source, BsonDocument document) {
        String text(String field) {
            return document.getString(field).getValue();
        }
    }

    void add(Source source, BsonDocument document) {
        Entry entry = new Entry(source, document);
        String id = entry.text("_id");
        if (id.equals(lastId) || batch.containsKey(id)) {
            report.notTaken(source, Reason.DUPLICATE_ID, id);
            return;
        }
        lastId = id;
        batch.put(id, entry);
        if (batch.size() >= BATCH) {
            flush();
        }
    }

    /** Stores the documents of the last batch. */
    void flush() {
        if (batch.isEmpty()) {
            return;
        }
        Set<String> present = presentIds();
        Map<String, Map<String, String>> holders = new HashMap<>();
        collection.uniqueKeys().forEach(field -> holders.put(field, holders(field)));
        List<BsonDocument> inserts = new ArrayList<>();
        batch.forEach((id, entry) -> {
            if (present.contains(id)) {
                report.present(collection.file());
            } else if (isFree(entry, id, holders)) {
                inserts.add(entry.document());
                report.taken(collection.file());
            }
        });
        batch.clear();
        if (!inserts.isEmpty()) {
            stored.insertMany(inserts, new InsertManyOptions().ordered(false));
        }
    }

    private boolean isFree(Entry entry, String id, Map<String, Map<String, String>> holders) {
        for (String field : collection.uniqueKeys()) {
            String holder = holders.get(field).putIfAbsent(entry.text(field), id);
            if (holder != null && !holder.equals(id)) {
                report.notTaken(entry.source(), Reason.DUPLICATE, field + " of " + holder);
                return false;
            }
        }
        return true;
    }

    private Set<String> presentIds() {
        Set<String> ids = new HashSet<>();
        stored.find(Filters.in("_id", batch.keySet()))
                .projection(Projections.include("_id"))
                .batchSize(BATCH + 1)
                .forEach(document -> ids.add(document.getString("_id").getValue()));
        return ids;
    }

    private Map<String, String> holders(String field) {
        List<String> keys =
                batch.values().stream().map(entry -> entry.text(field)).toList();
        Map<String, String> holders = new HashMap<>();
        stored.find(Filters.in(field, keys))
                .projection(Projections.include(field))
                .batchSize(BATCH + 1)
                .forEach(document -> holders.put(
                        document.getString(field).getValue(),
                        document.getString("_id").getValue()));
        return holders;
    }
}
