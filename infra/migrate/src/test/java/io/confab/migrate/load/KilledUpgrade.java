package io.confab.migrate.load;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.confab.migrate.report.Progress;
import io.confab.testing.HaltAtCommand;

/** An upgrade that {@link HaltAtCommand} may end: arguments are the connection string and the database. */
final class KilledUpgrade {
    private KilledUpgrade() {}

    public static void main(String... args) {
        HaltAtCommand halt = new HaltAtCommand();
        MongoClientSettings settings = MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(args[0]))
                .addCommandListener(halt)
                .build();
        try (MongoClient client = MongoClients.create(settings);
                Progress progress = new Progress(System.out)) {
            halt.arm();
            new Upgrade(client.getDatabase(args[1]), progress).run();
        }
    }
}
