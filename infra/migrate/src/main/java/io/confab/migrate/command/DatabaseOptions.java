package io.confab.migrate.command;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Option;

/** Which database. */
final class DatabaseOptions {
    @Option(
            names = {"--to", "--from", "--at"},
            required = true,
            paramLabel = "<mongodb-uri>",
            description = "Where the database server is, such as mongodb://127.0.0.1:27017.")
    private String uri;

    @Option(names = "--database", defaultValue = "confab", description = "The database's name (default: confab).")
    private String database;

    MongoClient connect() {
        return MongoClients.create(uri);
    }

    String database() {
        return database;
    }

    /** Runs what needs the domain's services, which need their container. */
    int run(Class<? extends QuarkusApplication> application, String... arguments) throws Exception {
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
            throw new IllegalStateException("the domain's services ended", failure.get());
        }
        return exitCode.get();
    }
}
