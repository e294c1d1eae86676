package io.confab.local.database;

import de.bwaldvogel.mongo.MongoServer;
import io.confab.local.database.store.DurableStore;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/**
 * A MongoDB in this process, with one file, that listens on a free loopback port. The process that opens the file locks it
 * until {@link #close()}. A killed process leaves everything that it acknowledged.
 */
public final class EmbeddedMongo implements AutoCloseable {
    /** A thread serves its connections one after the other and waits for checkpoints meanwhile, so many threads are needed. */
    private static final int CONNECTION_THREADS = 64;

    private final MongoServer server;
    private final String connectionString;

    private EmbeddedMongo(MongoServer server) {
        this.server = server;
        this.connectionString = server.getConnectionString();
    }

    /**
     * Opens or creates the database. A file in the former format is converted first.
     *
     * @throws RuntimeException if the file is damaged or in use
     */
    public static EmbeddedMongo open(Path file) {
        FormerFormat.replace(file);
        MongoServer server = new MongoServer(new DurableBackend(DurableStore.open(file)));
        server.bind(new InetSocketAddress("127.0.0.1", 0), 1, CONNECTION_THREADS);
        return new EmbeddedMongo(server);
    }

    public String connectionString() {
        return connectionString;
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
