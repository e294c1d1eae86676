package io.confab.database;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.confab.domain.storage.DatabaseAddress;
import io.confab.domain.storage.DatabaseTrust;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;

/** The database that a command works on. */
final class DatabaseOptions {
    private static final int PATIENCE_SECONDS = 10;

    @Option(
            names = "--uri",
            defaultValue = "${env:CONFAB_MONGODB_URI}",
            showDefaultValue = Help.Visibility.NEVER,
            paramLabel = "<mongodb-uri>",
            description = "Connection string of the database; default: the variable CONFAB_MONGODB_URI.")
    private String uri;

    @Option(names = "--database", defaultValue = "confab", description = "Name of the database (default: confab).")
    private String database;

    /**
     * A client that waits for an index as long as it takes.
     *
     * @throws DatabaseAddress.Wrong if it cannot be used
     */
    MongoClient connect() {
        return MongoClients.create(DatabaseTrust.from(System.getenv())
                .map(DatabaseTrust::trusting)
                .orElseGet(MongoClientSettings::builder)
                .applyConnectionString(address())
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .applyToSocketSettings(socket -> socket.readTimeout(0, TimeUnit.SECONDS))
                .build());
    }

    String database() {
        return database;
    }

    private ConnectionString address() {
        if (uri == null || uri.isBlank()) {
            throw new DatabaseAddress.Wrong("Which database? Write --uri <mongodb-uri>, or set CONFAB_MONGODB_URI.");
        }
        String name = uri.equals(System.getenv("CONFAB_MONGODB_URI")) ? "CONFAB_MONGODB_URI" : "--uri";
        return DatabaseAddress.parse(name, uri);
    }
}
