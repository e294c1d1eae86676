package io.confab.migrate.command;

import com.mongodb.client.MongoClient;
import io.confab.migrate.load.Import;
import io.confab.migrate.report.ExitCode;
import io.confab.migrate.report.Progress;
import io.confab.migrate.report.Report;
import io.confab.migrate.source.ExportFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code import}: imports an existing database. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Imports the export of a uni-im database: a file <collection>.json or .jsonl for each collection, one document on",
            "each line. Stores documents that are missing and overwrites none, so it can be run again, also if it was",
            "interrupted. Passwords and stored tokens are not imported."
        })
public final class ImportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "<folder>", description = "Folder with the exported files.")
    private Path folder;

    @Mixin
    private DatabaseOptions target;

    @Option(
            names = "--report",
            defaultValue = "confab-import-report.jsonl",
            description = "File for a line of JSON for each document that was not taken or was changed"
                    + " (default: confab-import-report.jsonl).")
    private Path reportFile;

    @Override
    public Integer call() throws Exception {
        try (MongoClient client = target.connect();
                Report report = new Report(Files.newBufferedWriter(reportFile))) {
            try (Progress progress = new Progress(System.err)) {
                new Import(client.getDatabase(target.database()), report, progress)
                        .run(new ExportFolder(folder, report));
            }
            System.out.print(report.summary());
            System.out.println("report: " + reportFile.toAbsolutePath());
            return report.refused() == 0 ? ExitCode.DONE : ExitCode.NOT_ALL;
        }
    }
}
