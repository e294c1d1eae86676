package io.confab.migrate.command;

import io.confab.migrate.verify.VerifyApplication;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code verify}: compares every user's conversation list with the export. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Calls getConversationList for every user of the export and compares the result with the export: which",
            "conversations are shown, unread counts, times, previews, pinned, mute. Run it after the import, before users",
            "send messages."
        })
public final class VerifyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "<folder>", description = "Folder with the exported files.")
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
