package io.confab.bench.system;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bson.Document;

/** A MongoDB that the benchmark starts: a replica set of one member, which is stopped with the benchmark. */
final class Mongod implements AutoCloseable {
    private static final long START_SECONDS = 60;

    private final Process process;
    private final int port;

    private Mongod(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts a MongoDB with its data in this folder. */
    static Mongod start(Path folder) throws IOException {
        int port = FreePort.find();
        Path data = Files.createDirectories(folder.resolve("mongod"));
        Process process = new ProcessBuilder(
                        binary().toString(),
                        "--replSet",
                        "rs0",
                        "--bind_ip",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port),
                        "--dbpath",
                        data.toString(),
                        "--wiredTigerCacheSizeGB",
                        "1",
                        "--setParameter",
                        "diagnosticDataCollectionEnabled=false")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("mongod.log").toFile())
                .start();
        Mongod mongod = new Mongod(process, port);
        OwnProcesses.add(process.toHandle());
        mongod.initiate();
        return mongod;
    }

    String uri() {
        return "mongodb://127.0.0.1:" + port + "/confab?replicaSet=rs0";
    }

    long pid() {
        return process.pid();
    }

    private void initiate() {
        Document member = new Document("_id", 0).append("host", "127.0.0.1:" + port);
        try (MongoClient client = MongoClients.create("mongodb://127.0.0.1:" + port
                + "/?directConnection=true&serverSelectionTimeoutMS=" + TimeUnit.SECONDS.toMillis(START_SECONDS))) {
            client.getDatabase("admin")
                    .runCommand(new Document(
                            "replSetInitiate", new Document("_id", "rs0").append("members", List.of(member))));
            Await.until("mongod to become primary", START_SECONDS, () -> isPrimary(client));
        }
    }

    private static boolean isPrimary(MongoClient client) {
        try {
            return client.getDatabase("admin")
                    .runCommand(new Document("hello", 1))
                    .getBoolean("isWritablePrimary", false);
        } catch (MongoException e) {
            return false;
        }
    }

    static boolean isInstalled() {
        return candidates().anyMatch(Files::isExecutable);
    }

    private static Path binary() {
        return candidates()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "no mongod: set CONFAB_TEST_MONGOD, or put it on the PATH or in ~/.cache/confab"));
    }

    private static Stream<Path> candidates() {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        Stream<Path> named =
                Stream.ofNullable(System.getenv("CONFAB_TEST_MONGOD")).map(Path::of);
        Stream<Path> onPath = Stream.of(path.split(":")).map(folder -> Path.of(folder, "mongod"));
        Stream<Path> own = Stream.of(Path.of(System.getProperty("user.home"), ".cache", "confab", "mongod"));
        return Stream.of(named, onPath, own).flatMap(candidates -> candidates);
    }

    @Override
    public void close() {
        OwnProcesses.stop(process.toHandle());
    }
}
