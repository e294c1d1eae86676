package io.confab.local.system;

import io.confab.testing.ChildJvm;
import io.confab.testing.FreePort;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The application as built by {@code mvn package}, in a separate process that can be stopped, killed and started again. */
final class PackagedServer implements AutoCloseable {
    private static final Path JAR =
            Path.of("target", "quarkus-app", "quarkus-run.jar").toAbsolutePath();
    private static final Duration START_PATIENCE = Duration.ofSeconds(90);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);

    private final int port;
    private final Map<String, String> environment = new HashMap<>();
    private ChildJvm process;

    private PackagedServer(int port, Path data, List<Map<String, String>> settings) {
        this.port = port;
        // Whatever the developer's own shell says about a database is not meant for tests.
        environment.put("CONFAB_MONGODB_URI", "");
        environment.put("CONFAB_LOCAL_REMOTE_DATABASE", "");
        environment.put("CONFAB_PORT", Integer.toString(port));
        environment.put("CONFAB_DATA", data.toString());
        settings.forEach(environment::putAll);
    }

    /** A server on a free port, not started yet. */
    @SafeVarargs
    static PackagedServer in(Path data, Map<String, String>... settings) {
        return new PackagedServer(FreePort.find(), data, List.of(settings));
    }

    /** Starts it, and waits until it says that it is ready. */
    void start() {
        start(Map.of());
    }

    /** As {@link #start()}, with settings for this run only. */
    void start(Map<String, String> settings) {
        process = launch(settings);
        process.awaitOutput("Confab is ready", START_PATIENCE);
    }

    /** Starts it and waits until it ends; for starts that must fail. */
    ChildJvm.Result startInVain() {
        try (ChildJvm doomed = launch(Map.of())) {
            return doomed.await(START_PATIENCE);
        }
    }

    /** Stops it in order. */
    ChildJvm.Result stop() {
        process.terminate();
        return process.await(STOP_PATIENCE);
    }

    /** {@code kill -9}. */
    void kill() {
        process.kill();
    }

    /** What this run has printed. */
    String output() {
        return process.output();
    }

    int port() {
        return port;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }

    private ChildJvm launch(Map<String, String> settings) {
        if (!Files.isRegularFile(JAR)) {
            throw new IllegalStateException("no " + JAR + ": package the application first");
        }
        return ChildJvm.ofJar(JAR)
                .environment(environment)
                .environment(settings)
                .start();
    }
}
