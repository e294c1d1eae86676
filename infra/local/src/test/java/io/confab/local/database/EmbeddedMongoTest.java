package io.confab.local.database;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedMongoTest {
    private static final int ACKNOWLEDGED = 2_000;

    @TempDir
    Path folder;

    @Test
    void reopened_afterKill_hasEveryAcknowledgedWriteAndNoHalfOne() throws Exception {
        Path file = folder.resolve("database.mv");
        List<String> acknowledged = writeAndKill(file);

        try (EmbeddedMongo mongo = EmbeddedMongo.open(file);
                MongoClient client = MongoClients.create(mongo.connectionString())) {
            MongoCollection<Document> kept = client.getDatabase("test").getCollection("kept");
            Set<String> ids = new HashSet<>();
            kept.find().forEach(document -> ids.add(document.getString("_id")));
            assertThat(ids).containsAll(acknowledged);
            assertThat(ids).allSatisfy(id -> assertThat(
                            kept.find(eq("key", "key " + id)).first())
                    .isNotNull());
            assertNextKeysAreFree(kept, ids);
        }
    }

    @Test
    void reopened_afterClose_hasEverything() {
        Path file = folder.resolve("database.mv");
        try (EmbeddedMongo mongo = EmbeddedMongo.open(file);
                MongoClient client = MongoClients.create(mongo.connectionString())) {
            client.getDatabase("test").getCollection("kept").insertOne(new Document("_id", "a"));
        }

        try (EmbeddedMongo mongo = EmbeddedMongo.open(file);
                MongoClient client = MongoClients.create(mongo.connectionString())) {
            assertThat(client.getDatabase("test").getCollection("kept").countDocuments())
                    .isOne();
        }
    }

    private static List<String> writeAndKill(Path file) throws IOException, InterruptedException {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        AcknowledgingWriter.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> acknowledged = new ArrayList<>();
        try (BufferedReader output = writer.inputReader(StandardCharsets.UTF_8)) {
            String id;
            while ((id = output.readLine()) != null) {
                if (id.matches("\\d-\\d+")) {
                    acknowledged.add(id);
                }
                if (acknowledged.size() == ACKNOWLEDGED) {
                    writer.toHandle().destroyForcibly();
                }
            }
        }
        assertThat(writer.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ACKNOWLEDGED);
        return acknowledged;
    }

    /** An index entry without its document would refuse the key for ever. */
    private static void assertNextKeysAreFree(MongoCollection<Document> kept, Set<String> ids) {
        for (int thread = 0; thread < AcknowledgingWriter.THREADS; thread++) {
            int next = 0;
            while (ids.contains(thread + "-" + next)) {
                next++;
            }
            String id = thread + "-" + next;
            kept.insertOne(new Document("_id", id).append("key", "key " + id));
        }
    }
}
