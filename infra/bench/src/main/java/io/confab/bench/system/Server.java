package io.confab.bench.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that the benchmark starts with {@code infra/local/run}; it can be killed and started again. */
public final class Server implements AutoCloseable {
    private static final long START_SECONDS = 240;
    private static final Pattern EMBEDDED = Pattern.compile("database: +embedded, (mongodb://\\S+)");

    private final Path home;
    private final Path folder;
    private final String mongodbUri;
    private final int port;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private Process process;

    /** @param mongodbUri the database, or null for the embedded one */
    Server(Path home, Path folder, String mongodbUri) throws IOException {
        this.home = home;
        this.folder = folder;
        this.mongodbUri = mongodbUri;
        this.port = FreePort.find();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Starts it and waits until it is ready. */
    public void start() throws IOException {
        Path command = home.resolve("infra/local/run");
        if (!Files.isExecutable(command)) {
            throw new IllegalStateException("no " + command + ": set CONFAB_HOME, or drive a running system");
        }
        ProcessBuilder builder = new ProcessBuilder(command.toString()).directory(home.toFile());
        Map<String, String> environment = builder.environment();
        environment.put("CONFAB_PORT", Integer.toString(port));
        environment.put("CONFAB_DATA", folder.resolve("data").toString());
        if (mongodbUri == null) {
            environment.remove("CONFAB_MONGODB_URI");
        } else {
            environment.put("CONFAB_MONGODB_URI", mongodbUri);
        }
        process = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("server.log").toFile()))
                .start();
        OwnProcesses.add(process.toHandle());
        Await.until("the server, see " + folder.resolve("server.log"), START_SECONDS, () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("the server ended, see " + folder.resolve("server.log"));
            }
            return isHealthy();
        });
    }

    /** The process that answers: the started command itself or a child of it. */
    public long pid() {
        return ListeningProcess.find(port).orElse(process.pid());
    }

    /** The folder of everything that was started for it; its log lies there. */
    public Path folder() {
        return folder;
    }

    /** What it keeps. */
    public Path dataFolder() {
        return folder.resolve("data");
    }

    /** Where the embedded database of the running server listens; it says so when it is ready. */
    public String databaseUri() throws IOException {
        Matcher said = EMBEDDED.matcher(Files.readString(folder.resolve("server.log")));
        return said.results()
                .reduce((first, last) -> last)
                .orElseThrow(() -> new IllegalStateException("the server did not say where its database is"))
                .group(1);
    }

    /** The most memory that it has had so far. */
    public double peakMegabytes() throws IOException {
        return ProcessMemory.peakMegabytes(pid());
    }

    /** What its heap has in use, garbage included. */
    public double heapMegabytes() throws IOException {
        return ServerHeap.usedMegabytes(pid());
    }

    public void collectGarbage() throws IOException {
        ServerHeap.collectGarbage(pid());
    }

    /** Asks it to end, and waits until it has. */
    public void stop() {
        OwnProcesses.stop(process.toHandle());
    }

    /** {@code kill -9}. */
    public void kill() {
        OwnProcesses.kill(process.toHandle());
    }

    private boolean isHealthy() {
        try {
            HttpRequest request = HttpRequest.newBuilder(url().resolve("/health"))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        if (process != null) {
            stop();
        }
    }
}
