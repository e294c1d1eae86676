package io.confab.database;

import com.mongodb.client.MongoClient;
import io.confab.domain.schema.SchemaCheck;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code check}: compares, and changes nothing. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Says which indexes are missing, different or extra, and what is in the way. Changes nothing.")
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private DatabaseOptions at;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (MongoClient client = at.connect()) {
            return Findings.print(
                    new SchemaCheck(client, at.database()).run(),
                    spec.commandLine().getOut());
        }
    }
}
