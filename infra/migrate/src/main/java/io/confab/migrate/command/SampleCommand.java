package io.confab.migrate.command;

import io.confab.migrate.report.ExitCode;
import io.confab.migrate.sample.Sample;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sample}: writes the export of an invented database. */
@Command(
        name = "sample",
        mixinStandardHelpOptions = true,
        description =
                "Writes files like the export of a uni-im database, with random content; the same seed gives the same files.")
public final class SampleCommand implements Callable<Integer> {
    @Parameters(paramLabel = "<folder>", description = "Folder for the files.")
    private Path folder;

    @Option(names = "--users", defaultValue = "5000", description = "Number of users (default: 5000).")
    private int users;

    @Option(names = "--groups", defaultValue = "500", description = "Number of groups (default: 500).")
    private int groups;

    @Option(names = "--messages", defaultValue = "200000", description = "Number of messages (default: 200000).")
    private int messages;

    @Option(
            names = "--defects",
            defaultValue = "0",
            description = "Number of faulty documents of each kind to add (default: 0).")
    private int defects;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of the random content (default: 1).")
    private long seed;

    @Override
    public Integer call() throws Exception {
        new Sample(new Sample.Size(users, groups, messages, defects), seed).write(folder);
        System.out.println("sample: " + folder.toAbsolutePath());
        return ExitCode.DONE;
    }
}
