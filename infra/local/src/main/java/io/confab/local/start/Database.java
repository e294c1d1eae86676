package io.confab.local.start;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.confab.domain.storage.DatabaseAddress;
import io.confab.domain.storage.DatabaseTrust;
import io.confab.local.database.EmbeddedMongo;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.h2.mvstore.MVStoreException;

/**
 * The database of this run: the embedded one, or the one that the settings name.
 *
 * @param connectionString for the driver
 * @param name the name of the database
 * @param shown its description in output, without credentials
 * @param embedded what to close in the end
 */
record Database(String connectionString, String name, String shown, AutoCloseable embedded) {
    private static final String NAME = "confab";
    private static final int PATIENCE_SECONDS = 5;

    /** @throws StartProblem if the file is damaged */
    static Database embedded(DataFolder folder) {
        try {
            EmbeddedMongo mongo = EmbeddedMongo.open(folder.databaseFile());
            return new Database(mongo.connectionString(), NAME, "embedded, " + mongo.connectionString(), mongo);
        } catch (MVStoreException e) {
            throw new StartProblem("The database " + folder.databaseFile() + " cannot be opened: move it away to start"
                    + " with an empty one, or choose another folder with CONFAB_DATA.");
        }
    }

    /** @throws StartProblem if no database answers there */
    static Database at(ConnectionString uri) {
        String hosts = String.join(",", uri.getHosts());
        String name = uri.getDatabase() == null ? NAME : uri.getDatabase();
        MongoClientSettings settings = trusted()
                .applyConnectionString(uri)
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .build();
        try (MongoClient client = MongoClients.create(settings)) {
            client.getDatabase(name).runCommand(new Document("ping", 1));
        } catch (MongoException e) {
            throw new StartProblem("The database at " + hosts + " does not answer: start it or correct"
                    + " CONFAB_MONGODB_URI, or leave that out to use the embedded database.");
        }
        return new Database(uri.getConnectionString(), name, hosts + ", database " + name, () -> {});
    }

    private static MongoClientSettings.Builder trusted() {
        try {
            return DatabaseTrust.from(System.getenv())
                    .map(DatabaseTrust::trusting)
                    .orElseGet(MongoClientSettings::builder);
        } catch (DatabaseAddress.Wrong e) {
            throw new StartProblem(e.getMessage());
        }
    }

    /** Sets the properties that Quarkus and the local server's own client read. */
    void configure() {
        System.setProperty("quarkus.mongodb.connection-string", connectionString);
        System.setProperty("quarkus.mongodb.database", name);
    }
}
