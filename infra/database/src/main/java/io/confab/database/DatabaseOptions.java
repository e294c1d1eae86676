package io.confab.database;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
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
     * @throws WrongAddress if it cannot be used
     */
    MongoClient connect() {
        return MongoClients.create(MongoClientSettings.builder()
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
            throw new WrongAddress("Which database? Write --uri <mongodb-uri>, or set CONFAB_MONGODB_URI.");
        }
        requireEncoded();
        try {
            return new ConnectionString(uri);
        } catch (IllegalArgumentException e) {
            throw new WrongAddress(
                    "--uri is no MongoDB address: write it like mongodb://user:password@host:27017/, with special"
                            + " characters of user and password percent-encoded.");
        } catch (MongoException e) {
            throw new WrongAddress("The hosts of --uri cannot be looked up: correct it, or write a list of hosts.");
        }
    }

    /** A slash in a password would make its beginning the name of a host, which is shown, and asked of a name server. */
    private void requireEncoded() {
        int begin = uri.indexOf("://");
        int end = begin < 0 ? -1 : uri.indexOf('/', begin + 3);
        if (end >= 0 && uri.indexOf('@', end) >= 0 && !uri.substring(begin, end).contains("@")) {
            throw new WrongAddress(
                    "--uri has an @ behind a slash: percent-encode the special characters of user and password.");
        }
    }
}
