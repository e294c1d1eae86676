package io.confab.migrate.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import io.confab.migrate.Dumps;
import io.confab.migrate.report.Progress;
import io.confab.testing.ChildJvm;
import io.confab.testing.HaltAtCommand;
import io.confab.testing.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An upgrade of 20,000 conversations of an earlier version that dies in the middle and is run again. Seen to fail when
 * heads that are behind are not counted.
 */
class UpgradeKillTest {
    private static final int SIDES = 20_000;
    private static final int BEHIND_EVERY = 100;
    private static final Bson UNFINISHED = Filters.or(
            Filters.exists("shown", false), Filters.exists("counted", false), Filters.exists("change_time", false));

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.real();

    private static Map<String, List<String>> whole;

    @BeforeAll
    static void upgradeInOneGo() {
        MongoDatabase database = DATABASE.client().getDatabase(DATABASE.name());
        fill(database);

        assertThat(upgrade(database)).contains("upgrade uni-im-conversation", "20,000 in");

        assertThat(database.getCollection("uni-im-conversation").countDocuments(UNFINISHED))
                .isZero();
        assertThat(database.getCollection("uni-im-conversation").countDocuments(Filters.eq("counted", true)))
                .isEqualTo(SIDES / 10 + SIDES / BEHIND_EVERY);
        whole = Dumps.of(database);
    }

    /** Early, in the middle and late among the 40 batches, each of which is two commands and a read of the next. */
    @ParameterizedTest
    @CsvSource({"50,before", "80,after", "120,before"})
    void secondUpgrade_afterADeath_leavesWhatOneInOneGoLeaves(int command, String when) throws Exception {
        MongoDatabase killed = DATABASE.client().getDatabase(DATABASE.name() + "_k");
        fill(killed);
        try (ChildJvm child = ChildJvm.of(KilledUpgrade.class)
                .with(HaltAtCommand.AT, Integer.toString(command))
                .with(HaltAtCommand.WHEN, when)
                .arguments(DATABASE.connectionString(), killed.getName())
                .start()) {
            ChildJvm.Result result = child.await(Duration.ofSeconds(60));
            assertThat(result.exitCode()).as(result.output()).isEqualTo(HaltAtCommand.EXIT_CODE);
        }
        assertThat(killed.getCollection("uni-im-conversation").countDocuments(UNFINISHED))
                .isBetween(1L, SIDES - 1L);

        upgrade(killed);

        assertThat(Dumps.of(killed)).isEqualTo(whole);
        killed.drop();
    }

    private static String upgrade(MongoDatabase database) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (Progress progress = new Progress(new PrintStream(said, true, StandardCharsets.UTF_8))) {
            new Upgrade(database, progress).run();
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    /** Sides of one user: one in ten has an unread message, the head of one in a hundred is behind. */
    private static void fill(MongoDatabase database) {
        database.getCollection("uni-im-conversation")
                .insertMany(IntStream.range(0, SIDES)
                        .mapToObj(UpgradeKillTest::side)
                        .toList());
        database.getCollection("uni-im-msg")
                .insertMany(IntStream.range(0, SIDES / BEHIND_EVERY)
                        .mapToObj(i -> i * BEHIND_EVERY + 1)
                        .map(i -> new Document("_id", "m" + i)
                                .append("seq_key", "single_" + i + "#2")
                                .append("send_key", "s" + i)
                                .append("conversation_id", "single_" + i)
                                .append("seq", 2L))
                        .toList());
    }

    private static Document side(int number) {
        long read = number % 10 == 0 ? 0 : 1;
        return new Document("_id", "c" + number)
                .append("user_key", "me#single_" + number)
                .append("id", "single_" + number)
                .append("user_id", "me")
                .append("friend_uid", "friend" + number)
                .append("type", 1)
                .append("create_time", 1_000L)
                .append("update_time", 2_000L + number)
                .append("last_seq", 1L)
                .append("last_n", 1L)
                .append("last_own_n", 1L)
                .append("last_from_uid", "friend" + number)
                .append("hidden_at_seq", 0L)
                .append("read_seq", read)
                .append("read_n", read);
    }
}
