package io.confab.database;

import com.mongodb.client.MongoClient;
import io.confab.domain.schema.SchemaApply;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code apply}: creates what is missing. */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description = {
            "Creates missing indexes, one after the other, and stores the version of the schema. Drops and replaces nothing.",
            "Can run while the system is in use, twice at once, and again after it was interrupted."
        })
final class ApplyCommand implements Callable<Integer> {
    @Mixin
    private DatabaseOptions at;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (MongoClient client = at.connect();
                Progress progress = new Progress(
                        client.getDatabase(at.database()), spec.commandLine().getErr())) {
            return Findings.print(
                    new SchemaApply(client, at.database(), progress).run(),
                    spec.commandLine().getOut());
        }
    }
}
