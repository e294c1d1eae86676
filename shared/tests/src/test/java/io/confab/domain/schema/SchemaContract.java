package io.confab.domain.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import io.confab.domain.storage.Index;
import io.confab.testing.MongoCommands;
import io.confab.testing.TestClock;
import io.confab.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is checked and applied, and when the gate opens. */
abstract class SchemaContract {
    private static final int AT_ONCE = 6;

    private MongoClient client;

    abstract TestDatabase at();

    @BeforeEach
    void empty() {
        at().database().drop();
    }

    @Test
    void check_emptyDatabase_saysThatAllIsMissingAndChangesNothing() {
        SchemaReport report = check();

        assertThat(report.missing()).containsExactlyInAnyOrderElementsOf(Schema.INDEXES);
        assertThat(report.version()).isZero();
        assertThat(report.isComplete()).isFalse();
        assertThat(at().database().listCollectionNames().into(new ArrayList<>()))
                .isEmpty();
    }

    @Test
    void apply_emptyDatabase_makesItComplete() {
        Log log = new Log();

        SchemaReport report = apply(log);

        assertThat(report).isEqualTo(check());
        assertThat(report.isComplete()).isTrue();
        assertThat(report.extra()).isEmpty();
        assertThat(report.changeStreams()).isEqualTo(ChangeStreams.State.NO_SWITCH);
        assertThat(log.outcomes).isEqualTo(Map.of(SchemaApply.Outcome.CREATED, Schema.INDEXES.size()));
        assertThat(version()).isEqualTo(SchemaVersion.CURRENT);
    }

    @Test
    void apply_again_changesNothing() {
        apply(new Log());
        Log log = new Log();

        assertThat(apply(log).isComplete()).isTrue();

        assertThat(log.outcomes).isEqualTo(Map.of(SchemaApply.Outcome.EXISTS, Schema.INDEXES.size()));
    }

    @Test
    void ensureIndexes_ofALaptop_isTheSame() {
        Schema.ensureIndexes(at().database());

        assertThat(check().isComplete()).isTrue();
    }

    @Test
    void apply_interruptedAnywhere_isCompletedByTheNext() {
        for (int after = 0; after <= Schema.INDEXES.size(); after += 7) {
            at().database().drop();
            int end = after;
            Log interrupted = new Log() {
                @Override
                public boolean mayGoOn() {
                    return done < end;
                }
            };

            SchemaReport report = apply(interrupted);

            assertThat(report.missing()).hasSize(Schema.INDEXES.size() - after);
            assertThat(report.isComplete()).isFalse();
            assertThat(version()).isZero();
            assertThat(apply(new Log()).isComplete()).isTrue();
        }
    }

    @Test
    void apply_manyAtOnce_isComplete() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            Callable<SchemaReport> one = () -> apply(new Log());
            List<Future<SchemaReport>> all = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                all.add(threads.submit(one));
            }
            for (Future<SchemaReport> each : all) {
                assertThat(each.get().isComplete()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(check().isComplete()).isTrue();
        assertThat(collection(SchemaVersion.COLLECTION).countDocuments()).isEqualTo(1);
    }

    @Test
    void apply_duplicatesOfAUniqueKey_areListedAndTheRestIsMade() {
        collection("uni-im-msg")
                .insertMany(List.of(
                        message("a", "c#1", "s1"),
                        message("b", "c#1", "s2"),
                        message("c", "c#1", "s3"),
                        message("d", "c#2", "s4")));
        Log log = new Log();

        SchemaReport report = apply(log);

        assertThat(report.missing()).extracting(Index::fields).containsExactly(List.of("seq_key"));
        assertThat(report.duplicates())
                .containsExactly(
                        new SchemaReport.Duplicate(report.missing().get(0), "\"c#1\"", 3, List.of("\"a\"", "\"c\"")));
        assertThat(log.outcomes).containsEntry(SchemaApply.Outcome.DUPLICATES, 1);
        assertThat(version()).isZero();

        collection("uni-im-msg").deleteMany(Filters.in("_id", "b", "c"));
        assertThat(apply(new Log()).isComplete()).isTrue();
    }

    /** Two documents without the field are duplicates too, unless the index leaves them out. */
    @Test
    void check_documentsWithoutTheField_areDuplicatesOnlyWhereItIsRequired() {
        collection("uni-im-msg")
                .insertMany(List.of(
                        new Document("_id", "a").append("send_key", "1"),
                        new Document("_id", "b").append("send_key", "2")));
        collection("uni-id-device")
                .insertMany(List.of(
                        new Document("_id", "a").append("device_key", "1").append("cid_key", "1"),
                        new Document("_id", "b").append("device_key", "2").append("cid_key", "2")));

        assertThat(check().duplicates())
                .extracting(SchemaReport.Duplicate::value, SchemaReport.Duplicate::documents)
                .containsExactly(tuple("null", 2L));
        assertThat(apply(new Log()).missing()).extracting(Index::fields).containsExactly(List.of("seq_key"));
    }

    @Test
    void apply_indexWithOtherOptions_isNamedAndNotTouched() {
        collection("uni-im-msg").createIndex(Indexes.ascending("seq_key"));
        Document before = indexes("uni-im-msg").get(1);

        SchemaReport report = apply(new Log());

        assertThat(report.missing()).isEmpty();
        assertThat(report.different())
                .extracting(different -> different.wanted().fields())
                .containsExactly(List.of("seq_key"));
        assertThat(report.isComplete()).isFalse();
        assertThat(version()).isZero();
        assertThat(indexes("uni-im-msg")).contains(before);
    }

    @Test
    void apply_indexesThatItDoesNotKnow_areNamedAndStay() {
        collection("uni-id-users").createIndex(Indexes.descending("mine"));
        collection("theirs").createIndex(Indexes.ascending("theirs"));

        SchemaReport report = apply(new Log());

        assertThat(report.isComplete()).isTrue();
        assertThat(report.extra())
                .extracting(
                        SchemaReport.Extra::collection, extra -> extra.stored().fields())
                .containsExactly(tuple("uni-id-users", List.of("-mine")));
        assertThat(indexes("uni-id-users"))
                .extracting(index -> index.getString("name"))
                .contains("mine_-1");
    }

    @Test
    void version_ofANewerBuild_stays() {
        collection(SchemaVersion.COLLECTION).insertOne(new Document("_id", "version").append("version", 7));

        assertThat(apply(new Log()).version()).isEqualTo(7);

        assertThat(version()).isEqualTo(7);
    }

    @Test
    void version_thatIsNoNumber_isReplaced() {
        for (Object strange : new Object[] {"9", new Document("a", 1), true, List.of(3)}) {
            at().database().drop();
            collection(SchemaVersion.COLLECTION).insertOne(new Document("_id", "version").append("version", strange));
            assertThat(check().version()).isZero();

            apply(new Log());

            assertThat(version()).isEqualTo(SchemaVersion.CURRENT);
        }
    }

    @Test
    void version_documentWithoutOne_getsIt() {
        collection(SchemaVersion.COLLECTION).insertOne(new Document("_id", "version"));

        apply(new Log());

        assertThat(version()).isEqualTo(SchemaVersion.CURRENT);
    }

    @Test
    void gate_readsOnceWhenReady_andEveryFiveSecondsBefore() {
        MongoCommands commands = new MongoCommands();
        TestClock clock = new TestClock();
        clock.set(1_000_000);
        SchemaGate gate = new SchemaGate(at().client(commands), at().name(), clock);

        assertThat(gate.isReady()).isFalse();
        clock.advance(Duration.ofMillis(4_999));
        assertThat(gate.isReady()).isFalse();
        assertThat(commands.names()).containsExactly("find confab-schema");
        SchemaVersion.write(at().database());
        assertThat(gate.isReady()).isFalse();
        clock.advance(Duration.ofMillis(1));
        assertThat(gate.isReady()).isTrue();
        assertThat(commands.count()).isEqualTo(2);
        at().database().drop();
        clock.advance(Duration.ofDays(1));
        gate.require();
        assertThat(commands.count()).isEqualTo(2);
    }

    @Test
    void gate_manyAtOnce_isOneCommand() throws Exception {
        MongoCommands commands = new MongoCommands();
        SchemaVersion.write(at().database());
        SchemaGate gate = new SchemaGate(at().client(commands), at().name(), new TestClock());
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                all.add(threads.submit(gate::isReady));
            }
            for (Future<Boolean> each : all) {
                assertThat(each.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(commands.names()).containsExactly("find confab-schema");
    }

    final SchemaReport check() {
        return new SchemaCheck(client(), at().name()).run();
    }

    final SchemaReport apply(Log log) {
        return new SchemaApply(client(), at().name(), log).run();
    }

    private synchronized MongoClient client() {
        if (client == null) {
            client = at().client();
        }
        return client;
    }

    final MongoCollection<Document> collection(String name) {
        return at().database().getCollection(name);
    }

    final List<Document> indexes(String collection) {
        return collection(collection).listIndexes().into(new ArrayList<>());
    }

    private int version() {
        return SchemaVersion.read(at().database());
    }

    private static Document message(String id, String seqKey, String sendKey) {
        return new Document("_id", id).append("seq_key", seqKey).append("send_key", sendKey);
    }

    static class Log implements SchemaApply.Steps {
        final Map<SchemaApply.Outcome, Integer> outcomes = new EnumMap<>(SchemaApply.Outcome.class);
        int done;

        @Override
        public void begin(int number, int of, Index index) {
            assertThat(number).isEqualTo(done + 1);
            assertThat(of).isEqualTo(Schema.INDEXES.size());
        }

        @Override
        public void end(Index index, SchemaApply.Outcome outcome) {
            done++;
            outcomes.merge(outcome, 1, Integer::sum);
        }
    }
}
