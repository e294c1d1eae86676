package io.confab.database;

import io.confab.domain.storage.DatabaseAddress;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.PrintWriter;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. Nothing that it prints contains the address of the database, which may contain a password. */
@QuarkusMain
@Command(
        name = "infra/database/run",
        mixinStandardHelpOptions = true,
        description = "Checks the indexes of a database, and creates what is missing (docs/deploy.md).",
        footer = {"", "Exit codes: 0 ready; 1 not ready; 2 wrong usage; 3 failed."},
        subcommands = {CheckCommand.class, ApplyCommand.class})
public final class DatabaseTool {
    static final int READY = 0;
    static final int NOT_READY = 1;
    static final int WRONG_USAGE = 2;
    static final int FAILED = 3;

    private static final Logger DRIVER = Logger.getLogger("org.mongodb.driver");

    private DatabaseTool() {}

    public static void main(String... args) {
        System.exit(run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), args));
    }

    static int run(PrintWriter out, PrintWriter err, String... args) {
        DRIVER.setLevel(Level.OFF);
        CommandLine commandLine = new CommandLine(new DatabaseTool())
                .setUsageHelpWidth(120)
                .setOut(out)
                .setErr(err);
        // Picocli would print the argument, which is the address if --uri was forgotten.
        commandLine.setParameterExceptionHandler((e, given) -> {
            e.getCommandLine()
                    .getErr()
                    .println("Wrong usage: write infra/database/run check|apply --uri <mongodb-uri>; see --help.");
            return WRONG_USAGE;
        });
        commandLine.setExecutionExceptionHandler((e, command, parsed) -> {
            command.getErr().println(Failure.sentence(e));
            return e instanceof DatabaseAddress.Wrong ? WRONG_USAGE : FAILED;
        });
        return commandLine.execute(args);
    }
}
