package io.confab.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A child process that cannot outlive this JVM, however that ends: a shell waits for the end of its standard input, which
 * this JVM holds open, then kills the child and deletes its folder.
 */
final class GuardedProcess implements AutoCloseable {
    private static final String GUARD =
            """
            trap '' INT TERM HUP
            folder=$1; shift
            exec 3<&0
            (trap - INT TERM HUP; exec "$@" 3<&-) &
            child=$!
            (while read -r signal <&3; do kill -s "$signal" "$child"; done; kill -9 "$child") >/dev/null 2>&1 &
            guard=$!
            wait "$child"
            code=$?
            kill -9 "$guard" 2>/dev/null
            [ -z "$folder" ] || rm -rf "$folder"
            exit $code
            """;
    private static final long STOP_SECONDS = 20;

    private final Process shell;

    private GuardedProcess(Process shell) {
        this.shell = shell;
    }

    /**
     * Starts a command.
     *
     * @param folder deleted when the command has ended, or null
     * @param output where both of its output streams go
     */
    static GuardedProcess start(List<String> command, Path folder, Path output) {
        return start(command, Map.of(), folder, output);
    }

    /** As {@link #start(List, Path, Path)}, with variables added to this JVM's environment. */
    static GuardedProcess start(List<String> command, Map<String, String> environment, Path folder, Path output) {
        List<String> guarded =
                new ArrayList<>(List.of("/bin/sh", "-c", GUARD, "guard", folder == null ? "" : folder.toString()));
        guarded.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(guarded).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        try {
            return new GuardedProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command.get(0), e);
        }
    }

    boolean isAlive() {
        return shell.isAlive();
    }

    /** Waits for the command's own end; false when it is still running. */
    boolean await(long timeout, TimeUnit unit) {
        try {
            return shell.waitFor(timeout, unit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Asks the command to stop in order, as {@code kill} would; harmless when it has ended. */
    void terminate() {
        try {
            shell.getOutputStream().write("TERM\n".getBytes(StandardCharsets.US_ASCII));
            shell.getOutputStream().flush();
        } catch (IOException e) {
            // It has ended already, and nobody reads.
        }
    }

    int exitCode() {
        return shell.exitValue();
    }

    /** Kills the command as {@code kill -9} would and waits until it has ended; does nothing if it has already ended. */
    @Override
    public void close() {
        try {
            shell.getOutputStream().close();
        } catch (IOException e) {
            shell.destroyForcibly();
        }
        await(STOP_SECONDS, TimeUnit.SECONDS);
    }
}
