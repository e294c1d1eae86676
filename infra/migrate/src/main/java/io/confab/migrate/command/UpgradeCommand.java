package io.confab.migrate.command;

import com.mongodb.client.MongoClient;
import io.confab.migrate.load.Upgrade;
import io.confab.migrate.report.ExitCode;
import io.confab.migrate.report.Progress;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code upgrade}: changes documents that an earlier version or another program stored to the form of this version. */
@Command(
        name = "upgrade",
        mixinStandardHelpOptions = true,
        description = {
            "Adds to users and groups the keys with which searches find their names, shortens names, texts and avatars that",
            "are too long, and adds to conversations the marks with which lists find them. Can run while the system is in",
            "use, and again, also if it was interrupted."
        })
public final class UpgradeCommand implements Callable<Integer> {
    @Mixin
    private DatabaseOptions at;

    @Override
    public Integer call() {
        try (MongoClient client = at.connect();
                Progress progress = new Progress(System.err)) {
            new Upgrade(client.getDatabase(at.database()), progress)
                    .run()
                    .forEach((collection, changed) -> System.out.printf("%-20s %,d changed%n", collection, changed));
            return ExitCode.DONE;
        }
    }
}
