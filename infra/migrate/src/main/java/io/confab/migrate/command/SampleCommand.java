package io.confab.migrate.command;

import io.confab.migrate.report.ExitCode;
import io.confab.migrate.sample.Sample;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sample}: exports of a database that never was. */
@Command(
        name = "sample",
        mixinStandardHelpOptions = true,
        description = "Makes exports as a uni-im database would give them; the same seed gives the same files.")
public final class SampleCommand implements Callable<Integer> {
    @Parameters(paramLabel = "<folder>", description = "Where to put the files.")
    private Path folder;

    @Option(names = "--users", defaultValue = "5000", description = "How many users (default: 5000).")
    private int users;

    @Option(names = "--groups", defaultValue = "500", description = "How many groups (default: 500).")
    private int groups;

    @Option(names = "--messages", defaultValue = "200000", description = "How many messages (default: 200000).")
    private int messages;

    @Option(
            names = "--defects",
            defaultValue = "0",
            description = "How many of each kind of document that cannot be taken to mix in (default: 0).")
    private int defects;

    @Option(names = "--seed", defaultValue = "1", description = "What the files derive from (default: 1).")
    private long seed;

    @Override
    public Integer call() throws Exception {
        new Sample(new Sample.Size(users, groups, messages, defects), seed).write(folder);
        System.out.println("sample: " + folder.toAbsolutePath());
        return ExitCode.DONE;
    }
}
