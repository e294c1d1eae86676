package io.confab.migrate.load;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.confab.migrate.report.Progress;
import io.confab.migrate.report.Report;
import io.confab.migrate.source.ExportFolder;
import io.confab.testing.HaltAtCommand;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.file.Path;

/** An import that {@link HaltAtCommand} may end: arguments are the folder, the connection string and the database. */
final class KilledImport {
    private KilledImport() {}

    public static void main(String... args) throws Exception {
        HaltAtCommand halt = new HaltAtCommand();
        MongoClientSettings settings = MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(args[1]))
                .addCommandListener(halt)
                .build();
        try (MongoClient client = MongoClients.create(settings);
                Report report = new Report(Writer.nullWriter());
                Progress silent = new Progress(new PrintStream(OutputStream.nullOutputStream()))) {
            halt.arm();
            new Import(client.getDatabase(args[2]), report, silent).run(new ExportFolder(Path.of(args[0]), report));
        }
    }
}
