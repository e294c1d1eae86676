package io.confab.migrate.command;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import io.confab.migrate.out.Export;
import io.confab.migrate.report.ExitCode;
import io.confab.migrate.report.Progress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code export}: writes all data, or those of one user. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Writes all data, or those of one user, as JSON lines in the format of uni-im, which import can read again.",
            "For one user: account, devices, friends, invites, memberships, notifications, the user's side of each conversation,",
            "all messages of single chats, and the user's own messages in groups. Changes nothing in the database. Bodies of",
            "revoked messages are left out."
        })
public final class ExportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "<folder>", description = "Folder for the files; must be new or empty.")
    private Path folder;

    @Mixin
    private DatabaseOptions source;

    @Option(names = "--user", paramLabel = "<uid>", description = "Export only this user.")
    private String user;

    @Override
    public Integer call() throws Exception {
        try (MongoClient client = source.connect();
                Progress progress = new Progress(System.err)) {
            MongoDatabase database = client.getDatabase(source.database());
            Map<String, Long> counts = user == null
                    ? Export.everything(database, folder, progress)
                    : Export.ofUser(database, user, folder, progress);
            counts.forEach((collection, count) -> System.out.printf("%,10d %s%n", count, collection));
            return counts.isEmpty() ? ExitCode.NOT_ALL : ExitCode.DONE;
        }
    }
}
