package io.confab.migrate;

import com.mongodb.client.MongoDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.BsonDocument;

/** Everything in a database, to be compared. */
public final class Dumps {
    private Dumps() {}

    /** All documents, by collection, in the order of their ids. */
    public static Map<String, List<String>> of(MongoDatabase database) {
        Map<String, List<String>> dump = new TreeMap<>();
        for (String collection : database.listCollectionNames()) {
            List<String> documents = new ArrayList<>();
            database.getCollection(collection, BsonDocument.class)
                    .find()
                    .forEach(document -> documents.add(document.toJson()));
            documents.sort(String::compareTo);
            dump.put(collection, documents);
        }
        return dump;
    }
}
