package io.confab.migrate.command;

import io.confab.migrate.out.EraseApplication;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code erase}: deletes the data of one user. */
@Command(
        name = "erase",
        mixinStandardHelpOptions = true,
        description = {
            "Erases one user permanently: closes and empties the account, revokes the user's messages and deletes their bodies,",
            "removes the user's name from messages of others, and deletes all their other data. Can be run again if interrupted."
        })
public final class EraseCommand implements Callable<Integer> {
    @Mixin
    private DatabaseOptions database;

    @Option(names = "--user", required = true, paramLabel = "<uid>", description = "The user to erase.")
    private String user;

    @Option(names = "--yes", description = "Required: confirms that the data cannot be restored.")
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
