package io.confab.local.system;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.confab.local.database.EmbeddedMongo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

class EmbeddedSystemIT extends SystemSuite {
    @Override
    Map<String, String> prepareDatabase(Path data) {
        try (EmbeddedMongo mongo =
                        EmbeddedMongo.open(Files.createDirectories(data).resolve("database.mv"));
                MongoClient client = MongoClients.create(mongo.connectionString())) {
            KnownUsers.insert(client.getDatabase("confab"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of();
    }
}
