package io.confab.testing;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;

/**
 * A server of MongoDB's protocol inside this JVM, in memory, on a free loopback port. Starts in milliseconds; supports neither
 * change streams of a database, nor explain, update pipelines and partial indexes: tests of these need {@link RealMongod}.
 */
public final class EmbeddedMongo implements AutoCloseable {
    private final MongoServer server;
    private final String connectionString;

    private EmbeddedMongo(MongoServer server) {
        this.server = server;
        this.connectionString = server.bindAndGetConnectionString();
    }

    public static EmbeddedMongo start() {
        return new EmbeddedMongo(new MongoServer(new MemoryBackend()));
    }

    /** How to connect, without a database. */
    public String connectionString() {
        return connectionString;
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
