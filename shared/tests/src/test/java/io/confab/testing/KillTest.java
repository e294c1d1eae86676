package io.confab.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KillTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.embedded();

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Inserts 0 unarmed, then 1, 2 and 3. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) {
            HaltAtCommand halt = new HaltAtCommand();
            try (MongoClient client = MongoClients.create(MongoClientSettings.builder()
                    .applyConnectionString(new ConnectionString(arguments[0]))
                    .addCommandListener(halt)
                    .build())) {
                MongoCollection<Document> things =
                        client.getDatabase(arguments[1]).getCollection("things");
                things.insertOne(new Document("_id", 0));
                halt.arm();
                for (int i = 1; i <= 3; i++) {
                    things.insertOne(new Document("_id", i));
                }
            }
        }
    }

    /** Prints that it is ready, then waits to be killed. */
    static final class Sleeper {
        private Sleeper() {}

        public static void main(String[] arguments) throws InterruptedException {
            System.out.println("ready");
            Thread.sleep(60_000);
        }
    }

    @BeforeEach
    void clear() {
        DATABASE.database().getCollection("things").drop();
    }

    @ParameterizedTest
    @CsvSource({"1, before, 1", "1, after, 2", "2, before, 2", "3, after, 4"})
    void haltAt_kthCommand_leavesWhatWasWrittenUntilThen(int at, String when, int stored) {
        ChildJvm.Launch writer =
                writer().with(HaltAtCommand.AT, String.valueOf(at)).with(HaltAtCommand.WHEN, when);

        ChildJvm.Result result;
        try (ChildJvm child = writer.start()) {
            result = child.await(PATIENCE);
        }

        assertThat(result.exitCode()).as(result.output()).isEqualTo(HaltAtCommand.EXIT_CODE);
        assertThat(stored()).hasSize(stored);
    }

    @Test
    void haltAt_moreThanThereAre_endsByItself() {
        ChildJvm.Result result;
        try (ChildJvm child = writer().with(HaltAtCommand.AT, "4").start()) {
            result = child.await(PATIENCE);
        }

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(stored()).hasSize(4);
    }

    @Test
    void kill_runningChild_isGone() {
        try (ChildJvm child = ChildJvm.of(Sleeper.class).start()) {
            child.awaitOutput("ready", PATIENCE);

            child.kill();

            assertThat(child.await(PATIENCE).exitCode()).isEqualTo(HaltAtCommand.EXIT_CODE);
        }
    }

    private static ChildJvm.Launch writer() {
        return ChildJvm.of(Writer.class).arguments(DATABASE.connectionString(), DATABASE.name());
    }

    private static List<Document> stored() {
        return DATABASE.database().getCollection("things").find().into(new ArrayList<>());
    }
}
