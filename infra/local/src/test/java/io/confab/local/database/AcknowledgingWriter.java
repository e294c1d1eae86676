package io.confab.local.database;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import java.nio.file.Path;
import org.bson.Document;

/** Inserts by several threads until it is killed, and prints the id of every insert that was acknowledged. */
final class AcknowledgingWriter {
    static final int THREADS = 8;

    private AcknowledgingWriter() {}

    public static void main(String... arguments) {
        EmbeddedMongo mongo = EmbeddedMongo.open(Path.of(arguments[0]));
        MongoClient client = MongoClients.create(mongo.connectionString());
        MongoCollection<Document> collection = client.getDatabase("test").getCollection("kept");
        collection.createIndex(Indexes.ascending("key"), new IndexOptions().unique(true));
        for (int thread = 0; thread < THREADS; thread++) {
            int number = thread;
            new Thread(() -> write(collection, number)).start();
        }
    }

    private static void write(MongoCollection<Document> collection, int thread) {
        for (int i = 0; ; i++) {
            String id = thread + "-" + i;
            collection.insertOne(
                    new Document("_id", id).append("key", "key " + id).append("text", "x".repeat(200)));
            System.out.println(id);
        }
    }
}
