package io.confab.bench.database;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.util.ArrayList;
import org.bson.Document;

/**
 * The database of the measured system, which is only read and filled with copies, and other databases on the same server for the
 * benchmark.
 */
public final class Database implements AutoCloseable {
    static final String APPLICATION = "confab-bench";
    private static final String USERS = "uni-id-users";

    private final MongoClient client;
    private final String name;

    private Database(MongoClient client, String name) {
        this.client = client;
        this.name = name;
    }

    /** @param name null for the URI's or, if it has none, the one that contains users */
    public static Database open(ConnectionString uri, String name) {
        MongoClient client = MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(uri)
                .applicationName(APPLICATION)
                .build());
        String chosen = name != null ? name : uri.getDatabase();
        return new Database(client, chosen != null ? chosen : findByUsers(client));
    }

    private static String findByUsers(MongoClient client) {
        for (String candidate : client.listDatabaseNames()) {
            if (client.getDatabase(candidate)
                    .listCollectionNames()
                    .into(new ArrayList<>())
                    .contains(USERS)) {
                return candidate;
            }
        }
        throw new IllegalStateException("no database there holds " + USERS + ": give --database");
    }

    public Counters counters() {
        MongoDatabase admin = client.getDatabase("admin");
        return Counters.of(admin.runCommand(new Document("serverStatus", 1)), admin.runCommand(new Document("top", 1)));
    }

    public Profiler profiler() {
        return new Profiler(this, client.getDatabase(name));
    }

    /** For copies of what the system has stored. */
    public MongoDatabase measured() {
        return client.getDatabase(name);
    }

    /** A database of the benchmark on the same server. */
    public MongoDatabase beside(String suffix) {
        return client.getDatabase(APPLICATION + "-" + suffix);
    }

    @Override
    public void close() {
        client.close();
    }
}
