package io.confab.local.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.bson.Document;
import io.confab.local.database.index.Place;
import io.confab.local.database.store.DurableStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpiringTest {
    @TempDir
    Path folder;

    @Test
    void expired_documents_areDeletedAndOthersAreNot() {
        Path file = folder.resolve("database.mv");
        try (EmbeddedMongo mongo = EmbeddedMongo.open(file);
                MongoClient client = MongoClients.create(mongo.connectionString())) {
            client.getDatabase("test")
                    .getCollection("kept")
                    .createIndex(Indexes.ascending("date"), new IndexOptions().expireAfter(1L, TimeUnit.MINUTES));
        }
        try (DurableStore store = DurableStore.open(file)) {
            EmbeddedDatabase database = new EmbeddedDatabase("test", store, new CursorRegistry());
            MongoCollection<Place> collection = database.resolveCollection("kept", true);
            Instant now = Instant.parse("2026-11-28T12:00:00Z");
            collection.addDocument(dated("past", now.minusSeconds(61)));
            collection.addDocument(dated("present", now.minusSeconds(59)));
            collection.addDocument(new Document("_id", "undated"));

            database.expiring().forEach(documents -> documents.deleteSome(now));

            assertThat(collection.queryAllAsStream().map(document -> document.get("_id")))
                    .containsExactly("present", "undated");
        }
    }

    private static Document dated(String id, Instant date) {
        return new Document("_id", id).append("date", date);
    }
}
