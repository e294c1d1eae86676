package io.confab.local.database;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.bson.Document;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The collections that only the local server uses, through a separate connection, so that its commands are not counted as those
 * of functions. Safe for use by many threads.
 */
@Singleton
public final class LocalDatabase {
    private final MongoClient client;
    private final String name;

    @Inject
    public LocalDatabase(
            @ConfigProperty(name = "quarkus.mongodb.connection-string") String connectionString,
            @ConfigProperty(name = "quarkus.mongodb.database") String name) {
        this(MongoClients.create(connectionString), name);
    }

    /** By a client that was made for it. */
    public LocalDatabase(MongoClient client, String name) {
        this.client = client;
        this.name = name;
    }

    public MongoCollection<Document> collection(String collection) {
        return database().getCollection(collection);
    }

    /** All collections, also those of the functions. */
    public MongoDatabase database() {
        return client.getDatabase(name);
    }

    @PreDestroy
    public void close() {
        client.close();
    }
}
