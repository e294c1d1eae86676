package io.confab.migrate.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.confab.domain.message.Message;
import io.confab.migrate.Dumps;
import io.confab.migrate.load.Import;
import io.confab.migrate.load.Upgrade;
import io.confab.migrate.origin.SourceFile;
import io.confab.migrate.report.Progress;
import io.confab.migrate.report.Reason;
import io.confab.migrate.report.Report;
import io.confab.migrate.sample.Sample;
import io.confab.migrate.source.ExportFolder;
import io.confab.testing.Chats;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.bson.Document;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a migration must do, on whatever database. Its comparison of lists was seen to fail with a read mark one message too
 * high.
 */
abstract class MigrationContract {
    static final int DEFECTS = 2;

    @Inject
    MongoClient client;

    @Inject
    ListVerification verification;

    @Inject
    Chats chats;

    @ConfigProperty(name = "quarkus.mongodb.database")
    String databaseName;

    @TempDir
    Path folder;

    private StringWriter lines = new StringWriter();

    @BeforeEach
    void startOver() throws IOException {
        database().drop();
        new Sample(new Sample.Size(60, 8, 600, DEFECTS), 7).write(folder);
    }

    @Test
    void everyUsersList_afterImport_agreesWithTheExport() throws IOException {
        importAll();

        ListVerification.Result result = verification.run(folder, 0);

        assertThat(result.differences()).isEmpty();
        assertThat(result.users()).isEqualTo(60);
        assertThat(result.conversations()).isGreaterThan(100);
        assertThat(result.unread()).isGreaterThan(100);
    }

    @Test
    void everyUsersList_whenAnUnreadNumberOfTheExportDiffers_isReported() throws IOException {
        importAll();
        Path sides = folder.resolve("uni-im-conversation.json");
        Files.writeString(sides, Files.readString(sides).replaceFirst("\"unread_count\":0", "\"unread_count\":1"));

        ListVerification.Result result = verification.run(folder, 0);

        assertThat(result.differences()).hasSize(1).first().asString().contains("unread_count 0 instead of 1");
    }

    @Test
    void devices_importedAndOfAFormerVersion_goThirtyDaysBehindTheirTokensEndOrTheImport() throws IOException {
        MongoCollection<Document> devices = database().getCollection("uni-id-device");
        devices.insertOne(new Document("_id", "former")
                .append("device_key", "u#d")
                .append("cid_key", "ws_former")
                .append("token_expired", 4_102_444_800_000L));

        importAll();

        assertThat(devices.find()).hasSizeGreaterThan(10).allSatisfy(device -> assertThat(device)
                .extractingByKey("forget_at", InstanceOfAssertFactories.DATE)
                .isAfter(Date.from(Instant.now().plus(Duration.ofDays(28)))));
        assertThat(devices.find(new Document("_id", "former")).first())
                .containsEntry(
                        "forget_at",
                        new Date(4_102_444_800_000L + Duration.ofDays(30).toMillis()));
    }

    @Test
    void counts_ofWhatWasTaken_agreeWithTheExport() throws IOException {
        Report report = importAll();

        for (SourceFile file : SourceFile.values()) {
            Report.Counts counts = report.of(file);
            assertThat(counts.read()).as(file.collection()).isEqualTo(counts.taken() + counts.refused());
            assertThat(counts.present()).as(file.collection()).isZero();
        }
        assertThat(stored(SourceFile.MESSAGES))
                .isEqualTo(600)
                .isEqualTo(report.of(SourceFile.MESSAGES).taken());
        assertThat(stored(SourceFile.USERS)).isEqualTo(60);
        assertThat(stored(SourceFile.GROUPS)).isEqualTo(8);
        assertThat(stored(SourceFile.FRIENDS))
                .isEqualTo(report.of(SourceFile.FRIENDS).taken());
        assertThat(stored(SourceFile.MEMBERS))
                .isEqualTo(report.of(SourceFile.MEMBERS).taken());
    }

    @Test
    void byteOrderMark_beforeAFile_costsNoDocument() throws IOException {
        Path users = folder.resolve("uni-id-users.json");
        Files.writeString(users, "\uFEFF" + Files.readString(users));

        Report report = importAll();

        assertThat(report.of(SourceFile.USERS).refused()).isZero();
        assertThat(stored(SourceFile.USERS)).isEqualTo(60);
    }

    @Test
    void report_ofDefects_namesEachWithLineAndReason() throws IOException {
        Report report = importAll();

        long each = DEFECTS;
        assertThat(report.of(SourceFile.MESSAGES).notTaken())
                .isEqualTo(Map.of(
                        Reason.BROKEN_LINE, each,
                        Reason.UNKNOWN_USER, each,
                        Reason.UNKNOWN_GROUP, each,
                        Reason.SELF, each,
                        Reason.TWO_RECEIVERS, each,
                        Reason.UNKNOWN_TYPE, each,
                        Reason.BODY_TOO_LARGE, each,
                        Reason.MISSING_FIELD, each,
                        Reason.NOT_STORABLE, each));
        assertThat(report.of(SourceFile.MEMBERS).notTaken())
                .isEqualTo(Map.of(Reason.UNKNOWN_GROUP, each, Reason.UNKNOWN_USER, each));
        assertThat(report.of(SourceFile.CONVERSATIONS).notTaken())
                .isEqualTo(Map.of(Reason.UNKNOWN_GROUP, each, Reason.UNKNOWN_USER, each));
        assertThat(report.of(SourceFile.FRIENDS).notTaken())
                .isEqualTo(Map.of(Reason.UNKNOWN_USER, each, Reason.DUPLICATE, each));
        assertThat(report.of(SourceFile.USERS).leftOut()).containsOnlyKeys("password", "token");
        assertThat(lines.toString()
                        .lines()
                        .filter(line -> line.contains("broken-line"))
                        .findFirst())
                .hasValueSatisfying(line ->
                        assertThat(Document.parse(line).getInteger("line")).isGreaterThan(600));
        assertThat(lines.toString()).doesNotContain("lost");
    }

    @Test
    void secondImport_ofTheSameFiles_changesNothing() throws IOException {
        importAll();
        Map<String, List<String>> before = Dumps.of(database());

        Report second = importAll();

        assertThat(Dumps.of(database())).isEqualTo(before);
        assertThat(second.of(SourceFile.MESSAGES).taken()).isZero();
        assertThat(second.of(SourceFile.MESSAGES).present()).isEqualTo(600);
        assertThat(second.of(SourceFile.CONVERSATIONS).taken()).isZero();
    }

    @Test
    void secondImport_afterPeopleHaveChatted_changesNothingAndRenumbersNothing() throws IOException {
        importAll();
        Document side = database()
                .getCollection("uni-im-conversation")
                .find(new Document("type", 1).append("last_seq", new Document("$gt", 3)))
                .first();
        chats.text(side.getString("user_id"), side.getString("friend_uid"), "new");
        chats.read(side.getString("friend_uid"), side.getString("id"));
        Map<String, List<String>> before = Dumps.of(database());

        Report second = importAll();

        assertThat(Dumps.of(database())).isEqualTo(before);
        assertThat(second.of(SourceFile.MESSAGES).notTaken()).doesNotContainKey(Reason.LATE);
    }

    @Test
    void laterExport_withNewAndWithOlderMessages_takesTheNewOnesAndReportsTheOlder() throws IOException {
        importAll();
        Message newest = chats.text(uid(2), uid(3), "in Confab");
        String line = "{\"_id\":\"%s\",\"from_uid\":\"" + uid(2) + "\",\"to_uid\":\"" + uid(3)
                + "\",\"type\":\"text\",\"body\":\"b\",\"create_time\":%d}%n";
        Files.writeString(
                folder.resolve("uni-im-msg.json"),
                line.formatted("older", newest.createTime - 1) + line.formatted("newer", newest.createTime + 1),
                StandardOpenOption.APPEND);

        Report second = importAll();

        assertThat(second.of(SourceFile.MESSAGES).notTaken()).containsEntry(Reason.LATE, 1L);
        assertThat(message("older")).isNull();
        assertThat(message("newer").getLong("seq")).isEqualTo(newest.seq + 1);
        assertThat(message(newest.id).getLong("seq")).isEqualTo(newest.seq);
    }

    @Test
    void messages_ofEachConversation_areNumberedByTimeWithoutAHole() throws IOException {
        importAll();

        Map<String, Long> counted = new HashMap<>();
        Map<String, Long> times = new HashMap<>();
        for (Document message : database().getCollection("uni-im-msg").find().sort(new Document("seq", 1))) {
            String id = message.getString("conversation_id");
            assertThat(message.getLong("seq")).isEqualTo(counted.merge(id, 1L, Long::sum));
            assertThat(message.getLong("create_time")).isGreaterThanOrEqualTo(times.getOrDefault(id, 0L));
            assertThat(message.getString("seq_key")).isEqualTo(id + "#" + message.getLong("seq"));
            times.put(id, message.getLong("create_time"));
        }
        assertThat(counted).hasSizeGreaterThan(20);
    }

    @Test
    void namesTextsAndPictures_beyondTheirBounds_areTakenWithinThemAndReported() throws IOException {
        append(
                SourceFile.USERS,
                new Document("_id", "huge")
                        .append("username", "Huge")
                        .append("nickname", "\u202EStra\u00DFe\n" + "x".repeat(200_000))
                        .append("avatar_file", new Document("url", "/" + "a".repeat(1_000_000))));
        append(SourceFile.USERS, new Document("_id", "blank").append("nickname", "\u3164 "));
        append(
                SourceFile.GROUPS,
                new Document("_id", "wide")
                        .append("user_id", "huge")
                        .append("name", "T\u00C9a\u2028".repeat(20))
                        .append("introduction", "i".repeat(500))
                        .append("notification", new Document("content", "n".repeat(5_000)).append("create_time", 7L))
                        .append("avatar_file", "javascript:alert(1)"));

        Report report = importAll();

        assertThat(one(SourceFile.USERS, "huge"))
                .containsEntry("nickname", "Stra\u00DFe" + "x".repeat(94))
                .containsEntry("folded_nickname", "strasse" + "x".repeat(94))
                .containsEntry("folded_username", "huge")
                .doesNotContainKey("avatar_file");
        assertThat(one(SourceFile.USERS, "blank")).doesNotContainKeys("nickname", "folded_nickname");
        assertThat(one(SourceFile.GROUPS, "wide"))
                .containsEntry("name", "T\u00C9a".repeat(10))
                .containsEntry("folded_name", "t\u00E9a".repeat(10))
                .containsEntry("introduction", "i".repeat(240))
                .doesNotContainKey("avatar_file");
        assertThat(one(SourceFile.GROUPS, "wide")
                        .get("notification", Document.class)
                        .getString("content"))
                .hasSize(2_000);
        assertThat(report.of(SourceFile.USERS).changed()).isEqualTo(Map.of(Reason.NAME, 2L, Reason.AVATAR, 1L));
        assertThat(report.of(SourceFile.GROUPS).changed())
                .isEqualTo(Map.of(Reason.NAME, 1L, Reason.TEXT_TOO_LONG, 2L, Reason.AVATAR, 1L));
    }

    @Test
    void upgrade_ofWhatOthersStored_boundsItGivesKeysAndChangesNothingTheSecondTime() throws IOException {
        importAll();
        database()
                .getCollection("uni-id-users")
                .insertOne(new Document("_id", "huge")
                        .append("username", "Huge")
                        .append("nickname", "\u202ETi\u1EBFng Vi\u1EC7t")
                        .append("custom", 7)
                        .append("avatar_file", new Document("url", "/" + "a".repeat(1_000_000))));
        database()
                .getCollection("uni-im-group")
                .insertOne(new Document("_id", "wide")
                        .append("create_key", "wide")
                        .append("name", "STRASSE\n")
                        .append("avatar_file", new Document("url", "https://x.example/a.png")));

        Map<String, Long> first = upgrade();
        Map<String, List<String>> after = Dumps.of(database());
        Map<String, Long> second = upgrade();

        assertThat(first).isEqualTo(Map.of("uni-id-users", 1L, "uni-im-group", 1L, "uni-im-conversation", 0L));
        assertThat(second).isEqualTo(Map.of("uni-id-users", 0L, "uni-im-group", 0L, "uni-im-conversation", 0L));
        assertThat(Dumps.of(database())).isEqualTo(after);
        assertThat(one(SourceFile.USERS, "huge"))
                .containsEntry("nickname", "Ti\u1EBFng Vi\u1EC7t")
                .containsEntry("folded_nickname", "ti\u1EBFng vi\u1EC7t")
                .containsEntry("folded_username", "huge")
                .containsEntry("custom", 7)
                .doesNotContainKey("avatar_file");
        assertThat(one(SourceFile.GROUPS, "wide"))
                .containsEntry("name", "STRASSE")
                .containsEntry("folded_name", "strasse")
                .containsKey("avatar_file");
    }

    private Map<String, Long> upgrade() {
        try (Progress silent = new Progress(new PrintStream(OutputStream.nullOutputStream()))) {
            return new Upgrade(database(), silent).run();
        }
    }

    private void append(SourceFile file, Document document) throws IOException {
        Files.writeString(
                folder.resolve(file.collection() + ".json"), document.toJson() + "\n", StandardOpenOption.APPEND);
    }

    private Document one(SourceFile file, String id) {
        return database()
                .getCollection(file.collection())
                .find(new Document("_id", id))
                .first();
    }

    Report importAll() throws IOException {
        lines = new StringWriter();
        Report report = new Report(lines);
        try (Progress silent = new Progress(new PrintStream(OutputStream.nullOutputStream()))) {
            new Import(database(), report, silent).run(new ExportFolder(folder, report));
        }
        report.close();
        return report;
    }

    private Document message(String id) {
        return database()
                .getCollection("uni-im-msg")
                .find(new Document("_id", id))
                .first();
    }

    private long stored(SourceFile file) {
        return database().getCollection(file.collection()).countDocuments();
    }

    private static String uid(int number) {
        return String.format("64c0%020x", number);
    }

    MongoDatabase database() {
        return client.getDatabase(databaseName);
    }
}
