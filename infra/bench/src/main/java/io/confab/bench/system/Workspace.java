package io.confab.bench.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A temporary folder for the processes that the benchmark starts; removed at the end unless it is to be kept. */
final class Workspace implements AutoCloseable {
    private final Path folder;
    private final boolean keep;

    Workspace(boolean keep) throws IOException {
        this.folder = Files.createTempDirectory("confab-bench");
        this.keep = keep;
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() throws IOException {
        if (keep) {
            System.err.println("  kept " + folder);
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(Workspace::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
