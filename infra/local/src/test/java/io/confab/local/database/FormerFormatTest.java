package io.confab.local.database;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code former-format.mv.gz} was written by the code before the format changed (mongo-java-server 1.47.0's H2Backend on H2
 * 2.4.240, a commit for each write): in the database {@code test} the collection {@code kept} with the indexes {@code key}
 * unique, {@code only} unique and sparse, {@code group, number} descending, and {@code date} expiring after 0 s; 12 documents
 * as {@link #document}, numbered from 0, inserted one by one; then {@code key} of {@code id 1} set to {@code changed}, and
 * {@code id 2} deleted; in the database {@code other} the collection {@code none} with one document. The process then ended
 * without closing it, as by {@code kill -9}.
 */
class FormerFormatTest {
    private static final int DOCUMENTS = 12;

    @TempDir
    Path folder;

    @Test
    void open_fileOfTheFormerFormat_hasItsDocumentsAndIndexes() throws IOException {
        Path file = former();

        for (int time = 0; time < 2; time++) {
            try (EmbeddedMongo mongo = EmbeddedMongo.open(file);
                    MongoClient client = MongoClients.create(mongo.connectionString())) {
                assertIsAll(client);
            }
        }
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void open_afterARenewalWasKilled_renewsAnew() throws IOException {
        Path file = former();
        Files.writeString(folder.resolve("database.mv.new"), "half");
        Files.writeString(folder.resolve("database.mv.new.log-7"), "half");

        try (EmbeddedMongo mongo = EmbeddedMongo.open(file);
                MongoClient client = MongoClients.create(mongo.connectionString())) {
            assertIsAll(client);
        }
    }

    private static void assertIsAll(MongoClient client) {
        MongoCollection<Document> kept = client.getDatabase("test").getCollection("kept");
        List<Document> expected = new ArrayList<>();
        for (int i = 0; i < DOCUMENTS; i++) {
            expected.add(document(i));
        }
        expected.get(1).append("key", "changed");
        expected.remove(2);
        assertThat(kept.find().into(new ArrayList<>())).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(kept.listIndexes().map(index -> index.getString("name")).into(new ArrayList<>()))
                .containsExactlyInAnyOrder("_id_", "key_1", "only_1", "group_-1_number_-1", "date_1");
        assertThat(kept.find(eq("key", "changed")).first()).containsEntry("_id", "id 1");
        assertThat(kept.find(eq("key", "key 1")).first()).isNull();
        assertThatThrownBy(() -> kept.insertOne(new Document("_id", "new").append("key", "key 3")))
                .isInstanceOf(MongoWriteException.class);
        assertThat(client.getDatabase("other").getCollection("none").countDocuments())
                .isOne();
    }

    private static Document document(int i) {
        Document document = new Document("_id", i % 3 == 0 ? (Object) i : "id " + i)
                .append("key", "key " + i)
                .append("group", i % 4)
                .append("number", (long) i)
                .append("sub", new Document("list", List.of(i, "x", new Document("y", 1.5))))
                .append("no", null)
                .append("truth", i % 2 == 0)
                .append("date", new Date(4_000_000_000_000L + i))
                .append("oid", new ObjectId("64c00000000000000000000" + i % 10));
        return i % 5 == 0 ? document.append("only", "one " + i) : document;
    }

    private Path former() throws IOException {
        Path file = folder.resolve("database.mv");
        try (InputStream packed = FormerFormatTest.class.getResourceAsStream("/former-format.mv.gz")) {
            Files.copy(new GZIPInputStream(packed), file);
        }
        return file;
    }
}
