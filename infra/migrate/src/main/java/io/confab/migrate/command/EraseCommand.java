package io.confab.migrate.command;

import io.confab.migrate.out.EraseApplication;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code erase}: one user goes. */
@Command(
        name = "erase",
        mixinStandardHelpOptions = true,
        description = {
            "Erases one user for good: closes and empties the account, revokes what they said and deletes the bodies, takes",
            "their name out of others' messages, deletes everything else of theirs. May be run again when interrupted."
        })
public final class EraseCommand implements Callable<Integer> {
    @Mixin
    private DatabaseOptions database;

    @Option(names = "--user", required = true, paramLabel = "<uid>", description = "Whom.")
    private String user;

    @Option(names = "--yes", description = "Required: nothing brings the data back.")
    private boolean yes;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (!yes) {
            throw new ParameterException(spec.commandLine(), "erasing " + user + " cannot be undone: say --yes");
        }
        return database.run(EraseApplication.class, user);
    }
}
