package io.confab.migrate;

import io.confab.domain.config.Environment;
import io.confab.domain.storage.DatabaseAddress;
import io.confab.migrate.command.EraseCommand;
import io.confab.migrate.command.ExportCommand;
import io.confab.migrate.command.ImportCommand;
import io.confab.migrate.command.SampleCommand;
import io.confab.migrate.command.UpgradeCommand;
import io.confab.migrate.command.VerifyCommand;
import io.confab.migrate.report.ExitCode;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. Exit codes: 0 done, 1 done but documents were not taken or differ, 2 wrong usage, 3 failed. */
@QuarkusMain
@Command(
        name = "infra/migrate/run",
        mixinStandardHelpOptions = true,
        description = "Imports an existing uni-im database into Confab, and exports data (docs/migration.md).",
        footer = {"", "Exit codes: 0 done; 1 done, but documents were not taken or differ; 2 wrong usage; 3 failed."},
        subcommands = {
            ImportCommand.class,
            VerifyCommand.class,
            ExportCommand.class,
            EraseCommand.class,
            SampleCommand.class,
            UpgradeCommand.class
        })
public final class Migrate {
    private static final Logger DRIVER = Logger.getLogger("org.mongodb.driver");

    private Migrate() {}

    public static void main(String... args) {
        Optional<String> problem = new Environment(System.getenv()).problemOnLaptop();
        if (problem.isPresent()) {
            System.err.println(problem.get());
            System.exit(CommandLine.ExitCode.USAGE);
        }
        System.exit(run(args));
    }

    /** Runs a command and returns its exit code. */
    public static int run(String... args) {
        DRIVER.setLevel(Level.SEVERE);
        CommandLine commandLine = new CommandLine(new Migrate()).setUsageHelpWidth(120);
        commandLine.setExecutionExceptionHandler((e, command, parsed) -> {
            if (e instanceof DatabaseAddress.Wrong) {
                command.getErr().println(e.getMessage());
                return CommandLine.ExitCode.USAGE;
            }
            command.getErr().println("failed: " + e);
            for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
                command.getErr().println("  because: " + cause);
            }
            return ExitCode.COULD_NOT;
        });
        return commandLine.execute(args);
    }
}
