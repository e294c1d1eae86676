package io.confab.testing;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A real MongoDB server as a one-member replica set, started once per JVM and stopped with it. A server that is named by
 * {@value TestSettings#MONGOD_URI} (or the environment's {@code CONFAB_TEST_MONGOD_URI}) is used instead, so that the JVMs of a
 * build may share one. Thread-safe.
 */
public final class RealMongod {
    private static final int START_ATTEMPTS = 3;
    private static final long START_MILLIS = 30_000;
    private static final String INITIATE =
            "{replSetInitiate: {_id: 'confab', members: [{_id: 0, host: '127.0.0.1:%d'}]}}";

    private static RealMongod shared;
    private static String unavailable;

    private final String connectionString;

    private RealMongod(String connectionString) {
        this.connectionString = connectionString;
    }

    /** The server of this JVM, started by the first call; empty where none can be had. */
    public static synchronized Optional<RealMongod> shared() {
        if (shared == null && unavailable == null) {
            try {
                shared = new RealMongod(named().orElseGet(() -> startUnchecked()));
                // Also found by this class in another class loader of this JVM.
                System.setProperty(TestSettings.MONGOD_URI, shared.connectionString);
            } catch (IllegalStateException e) {
                unavailable = e.getMessage();
            }
        }
        return Optional.ofNullable(shared);
    }

    /** Why {@link #shared()} is empty. */
    public static synchronized String unavailableBecause() {
        return unavailable == null ? "" : unavailable;
    }

    /** The server of this JVM. Where none can be had the test is skipped on a laptop, and fails in CI ({@code CI=true}). */
    public static RealMongod required() {
        Optional<RealMongod> server = shared();
        if (server.isEmpty()) {
            String why = "no real MongoDB server: " + unavailableBecause();
            if (isCi()) {
                Assertions.fail(why);
            }
            Assumptions.abort(why);
        }
        return server.orElseThrow();
    }

    /** How to connect, without a database. */
    public String connectionString() {
        return connectionString;
    }

    static boolean isCi() {
        return "true".equals(System.getenv("CI"));
    }

    /** A server of the caller's own, with further options; stopped at this JVM's end. Aborts as {@link #required()} does. */
    public static RealMongod own(String... options) {
        required();
        return new RealMongod(startUnchecked(options));
    }

    private static Optional<String> named() {
        return Optional.ofNullable(System.getProperty(TestSettings.MONGOD_URI))
                .or(() -> Optional.ofNullable(System.getenv("CONFAB_TEST_MONGOD_URI")))
                .filter(uri -> !uri.isBlank());
    }

    private static String startUnchecked(String... options) {
        try {
            Path binary = MongodBinary.find();
            IOException last = null;
            for (int attempt = 1; attempt <= START_ATTEMPTS; attempt++) {
                try {
                    return start(binary, options);
                } catch (IOException e) {
                    // The port may have been taken between its choice and the server's start.
                    last = e;
                }
            }
            throw last;
        } catch (IOException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static String start(Path binary, String... options) throws IOException {
        int port = FreePort.find();
        Path folder = Files.createTempDirectory("confab-mongod");
        List<String> command = new ArrayList<>(List.of(
                binary.toString(),
                "--dbpath",
                folder.toString(),
                "--port",
                String.valueOf(port),
                "--bind_ip",
                "127.0.0.1",
                "--nounixsocket",
                "--replSet",
                "confab",
                "--oplogSize",
                "64",
                "--wiredTigerCacheSizeGB",
                "0.25",
                "--setParameter",
                "diagnosticDataCollectionEnabled=false",
                "--quiet"));
        command.addAll(List.of(options));
        GuardedProcess process = GuardedProcess.start(command, folder, folder.resolve("mongod.log"));
        Runtime.getRuntime().addShutdownHook(new Thread(process::close, "stop mongod"));
        try {
            awaitPrimary(port, process);
        } catch (IOException | RuntimeException e) {
            process.close();
            throw e;
        }
        return "mongodb://127.0.0.1:" + port + "/?replicaSet=confab";
    }

    private static void awaitPrimary(int port, GuardedProcess process) throws IOException {
        long deadline = System.currentTimeMillis() + START_MILLIS;
        try (MongoClient client = MongoClients.create("mongodb://127.0.0.1:" + port
                + "/?directConnection=true&serverSelectionTimeoutMS=1000&connectTimeoutMS=1000")) {
            MongoDatabase admin = client.getDatabase("admin");
            boolean initiated = false;
            while (System.currentTimeMillis() < deadline && process.isAlive()) {
                try {
                    initiated = initiated || initiate(admin, port);
                    if (admin.runCommand(new Document("hello", 1)).getBoolean("isWritablePrimary", false)) {
                        return;
                    }
                } catch (MongoException e) {
                    // Not listening yet.
                }
                pause();
            }
        }
        throw new IOException("mongod did not become primary on port " + port);
    }

    private static boolean initiate(MongoDatabase admin, int port) {
        try {
            admin.runCommand(Document.parse(INITIATE.formatted(port)));
        } catch (MongoCommandException e) {
            // 23: an earlier attempt, whose answer got lost, did it.
            return e.getErrorCode() == 23;
        }
        return true;
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while mongod was starting", e);
        }
    }
}
