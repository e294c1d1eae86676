package io.confab.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.mongodb.client.MongoDatabase;
import io.confab.domain.schema.Schema;
import io.confab.testing.ChildJvm;
import io.confab.testing.HaltAtCommand;
import io.confab.testing.TestDatabase;
import io.confab.testing.TestSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A database on a real server, the journal, and JVMs with every function on them: to be served by, or to be killed. */
final class Laboratory implements ExecutionCondition, BeforeAllCallback, AfterAllCallback {
    /** How far ahead {@link #later()} is: leases and the patience with unfinished joins are over by then. */
    static final Duration LATER = Duration.ofSeconds(60);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ENDED = Pattern.compile("ended=(\\d+)\\.");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path JAR = Path.of(System.getProperty("faults.jar", "target/faults-runner.jar"));

    private static Path archive;

    private final TestDatabase database = TestDatabase.real();
    private final List<FunctionJvm> servers = new ArrayList<>();
    private Path folder;
    private FunctionJvm now;
    private FunctionJvm later;

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return database.evaluateExecutionCondition(context);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        database.beforeAll(context);
        folder = Files.createTempDirectory("confab-faults");
        Schema.ensureIndexes(database());
        requireArchive();
        now = start();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        servers.forEach(FunctionJvm::close);
        database.afterAll(context);
        if (folder != null) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).forEach(Laboratory::delete);
            }
        }
    }

    MongoDatabase database() {
        return database.database();
    }

    String connectionString() {
        return database.connectionString();
    }

    Journal journal() {
        return new Journal(folder);
    }

    /** Serves calls; its clock is right. */
    FunctionJvm now() {
        return now;
    }

    /** Serves calls {@link #LATER}; started when first asked for. */
    synchronized FunctionJvm later() {
        if (later == null) {
            later = start("-Dfaults.ahead=" + LATER.toSeconds() + "s");
        }
        return later;
    }

    /** Starts one more JVM that serves calls until the end of the test class. */
    FunctionJvm start(String... options) {
        ChildJvm.Launch launch = launch();
        for (String option : options) {
            launch.option(option);
        }
        FunctionJvm server = FunctionJvm.start(launch);
        servers.add(server);
        return server;
    }

    /** Makes the calls in a JVM that dies when each is at its moment; the indexes of those that ended before. */
    Set<Integer> kill(List<Doomed> calls, String... options) {
        ChildJvm.Launch launch = launch();
        for (String option : options) {
            launch.option(option);
        }
        try (ChildJvm child = launch.with("quarkus.mongodb.max-pool-size", String.valueOf(calls.size() + 1))
                .arguments(json(calls))
                .start()) {
            ChildJvm.Result result = child.await(PATIENCE);
            assertThat(result.exitCode()).as(result.output()).isEqualTo(HaltAtCommand.EXIT_CODE);
            return ENDED.matcher(result.output())
                    .results()
                    .map(found -> Integer.valueOf(found.group(1)))
                    .collect(Collectors.toSet());
        }
    }

    /** Most of a start is loading classes; an archive of them halves it. One serves all test classes. */
    private void requireArchive() throws IOException {
        synchronized (Laboratory.class) {
            if (archive == null) {
                archive = writeArchive();
            }
        }
    }

    private Path writeArchive() throws IOException {
        Path file = Files.createTempDirectory("confab-faults-archive").resolve("classes.jsa");
        file.getParent().toFile().deleteOnExit();
        file.toFile().deleteOnExit();
        ChildJvm.Launch launch = application().option("-XX:ArchiveClassesAtExit=" + file);
        try (ChildJvm child =
                launch.arguments(json(Trial.of(this, "archive").aLittleOfAll())).start()) {
            ChildJvm.Result result = child.await(PATIENCE);
            assertThat(result.exitCode()).as(result.output()).isZero();
        }
        return file;
    }

    private ChildJvm.Launch launch() {
        return application().option("-XX:SharedArchiveFile=" + archive);
    }

    /** Its pool is larger than that of an instance, because it serves many calls at once. */
    private ChildJvm.Launch application() {
        return ChildJvm.ofJar(JAR)
                .with("quarkus.mongodb.max-pool-size", "5")
                .with("quarkus.mongodb.connection-string", database.connectionString())
                .with("quarkus.mongodb.database", database.name())
                .with("faults.journal", folder.toString())
                .with("confab.user-directory", "true")
                .with("confab.token-secret", TestSettings.TOKEN_SECRET)
                .with("confab.request-auth-secret", TestSettings.REQUEST_AUTH_SECRET);
    }

    private static String json(List<Doomed> calls) {
        try {
            return JSON.writeValueAsString(calls);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
