package io.confab.migrate.command;

import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.confab.domain.storage.DatabaseAddress;
import io.confab.domain.storage.DatabaseTrust;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Option;

/** The database that a command works on. */
final class DatabaseOptions {
    @Option(
            names = {"--to", "--from", "--at"},
            required = true,
            paramLabel = "<mongodb-uri>",
            description = "Connection string of the database, such as mongodb://127.0.0.1:27017.")
    private String uri;

    @Option(names = "--database", defaultValue = "confab", description = "Name of the database (default: confab).")
    private String database;

    /** @throws DatabaseAddress.Wrong if the address cannot be used */
    MongoClient connect() {
        return MongoClients.create(DatabaseTrust.from(System.getenv())
                .map(DatabaseTrust::trusting)
                .orElseGet(MongoClientSettings::builder)
                .applyConnectionString(DatabaseAddress.parse("The database's address", uri))
                .build());
    }

    String database() {
        return database;
    }

    /** Runs an application that uses the services of the domain, in their container. */
    int run(Class<? extends QuarkusApplication> application, String... arguments) throws Exception {
        DatabaseAddress.parse("The database's address", uri);
        System.setProperty("quarkus.mongodb.connection-string", uri);
        System.setProperty("quarkus.mongodb.database", database);
        AtomicInteger exitCode = new AtomicInteger();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Quarkus.run(
                application,
                (code, error) -> {
                    exitCode.set(code);
                    failure.set(error);
                },
                arguments);
        if (failure.get() != null) {
            throw new IllegalStateException("the services ended with an error", failure.get());
        }
        return exitCode.get();
    }
}
