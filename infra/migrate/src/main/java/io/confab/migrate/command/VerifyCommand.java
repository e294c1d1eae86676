package io.confab.migrate.command;

import io.confab.migrate.verify.VerifyApplication;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code verify}: every user's conversation list beside the exports. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Asks for getConversationList of every user of the exports and compares it with them: which conversations are",
            "shown, unread numbers, times, notes, pinned, mute. Run it after the import, before anybody writes."
        })
public final class VerifyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "<folder>", description = "The folder of the exports.")
    private Path folder;

    @Mixin
    private DatabaseOptions database;

    @Option(
            names = "--tolerance",
            defaultValue = "1000",
            description =
                    "By how many milliseconds a conversation's update_time may differ from that of its newest message"
                            + " (default: 1000).")
    private long tolerance;

    @Override
    public Integer call() throws Exception {
        return database.run(VerifyApplication.class, folder.toString(), Long.toString(tolerance));
    }
}
