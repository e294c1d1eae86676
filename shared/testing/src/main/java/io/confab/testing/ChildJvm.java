package io.confab.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A main class or a jar in a separate JVM: to be killed, or to race with others. It ends with this JVM at the latest. Needs a
 * Unix shell.
 *
 * <pre>{@code
 * try (ChildJvm child = ChildJvm.of(Sender.class).with("confab.test.halt-at", "3").start()) {
 *     assertThat(child.await(Duration.ofSeconds(30)).exitCode()).isEqualTo(HaltAtCommand.EXIT_CODE);
 * }
 * }</pre>
 */
public final class ChildJvm implements AutoCloseable {
    private final GuardedProcess process;
    private final Path output;

    private ChildJvm(GuardedProcess process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** How a child ended, and what it printed on both of its streams. */
    public record Result(int exitCode, String output) {}

    public static Launch of(Class<?> mainClass) {
        return new Launch(List.of("-cp", System.getProperty("java.class.path"), mainClass.getName()));
    }

    /** An application in a jar, on that jar's class path. */
    public static Launch ofJar(Path jar) {
        return new Launch(List.of("-jar", jar.toString()));
    }

    /** A child to be started. */
    public static final class Launch {
        private final List<String> program;
        private final Map<String, String> environment = new HashMap<>();
        private final List<String> options = new ArrayList<>();
        private final List<String> arguments = new ArrayList<>();

        private Launch(List<String> program) {
            this.program = program;
        }

        /** Sets a system property. */
        public Launch with(String property, String value) {
            return option("-D" + property + "=" + value);
        }

        /** Adds an option of the JVM. */
        public Launch option(String option) {
            options.add(option);
            return this;
        }

        /** Adds variables to this JVM's environment. */
        public Launch environment(Map<String, String> variables) {
            environment.putAll(variables);
            return this;
        }

        public Launch arguments(String... values) {
            arguments.addAll(List.of(values));
            return this;
        }

        public ChildJvm start() {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Xshare:auto"));
            command.addAll(options);
            command.addAll(program);
            command.addAll(arguments);
            try {
                Path output = Files.createTempFile("confab-child", ".log");
                output.toFile().deleteOnExit();
                return new ChildJvm(GuardedProcess.start(command, environment, null, output), output);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * Waits for the child's own end.
     *
     * @throws IllegalStateException when it is still running by then; it is killed, and the message has its output
     */
    public Result await(Duration timeout) {
        if (!process.await(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            process.close();
            throw new IllegalStateException("still running after " + timeout + ":\n" + output());
        }
        return new Result(process.exitCode(), output());
    }

    /** Waits until the child has printed a text, such as that it is ready. */
    public void awaitOutput(String text, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!output().contains(text)) {
            if (System.nanoTime() > deadline || !process.isAlive()) {
                throw new IllegalStateException("no \"" + text + "\" in the output:\n" + output());
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }

    /** What the child has printed so far. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Asks the child to stop in order, as {@code kill} would; {@link #await} for its end. */
    public void terminate() {
        process.terminate();
    }

    /** Kills the child as {@code kill -9} would; harmless when it has ended. */
    public void kill() {
        process.close();
    }

    @Override
    public void close() {
        kill();
        try {
            Files.deleteIfExists(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
