package io.confab.testing;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.net.InetSocketAddress;

/**
 * A server of MongoDB's protocol inside this JVM, in memory, on a free loopback port. Starts in milliseconds; supports neither
 * change streams of a database, nor explain, update pipelines and partial indexes: tests of these need {@link RealMongod}.
 */
public final class EmbeddedMongo implements AutoCloseable {
    private final InetSocketAddress address;
    private final String connectionString;
    private MongoServer server = new MongoServer(new MemoryBackend());

    private EmbeddedMongo() {
        this.connectionString = server.bindAndGetConnectionString();
        this.address = server.getLocalAddress();
    }

    public static EmbeddedMongo start() {
        return new EmbeddedMongo();
    }

    /** Ends all connections, and starts an empty server at the same address. */
    public void replace() {
        server.shutdownNow();
        server = new MongoServer(new MemoryBackend());
        server.bind(address);
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
