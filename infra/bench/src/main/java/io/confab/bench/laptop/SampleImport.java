package io.confab.bench.laptop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Fills a database with a sample of users, groups and messages, by the project's own commands. */
final class SampleImport {
    private final Path home;
    private final Path folder;

    SampleImport(Path home, Path folder) {
        this.home = home;
        this.folder = folder;
    }

    void run(String mongodbUri, int users, int groups, int messages) throws IOException {
        Path sample = folder.resolve("sample");
        Path report = folder.resolve("import-report.jsonl");
        migrate("sample", sample.toString(), "--users=" + users, "--groups=" + groups, "--messages=" + messages);
        migrate("import", sample.toString(), "--to=" + mongodbUri, "--report=" + report);
        Files.deleteIfExists(report);
    }

    private void migrate(String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(home.resolve("infra/migrate/run").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("migrate.log").toFile()))
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException(arguments[0] + " failed, see " + folder.resolve("migrate.log"));
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
