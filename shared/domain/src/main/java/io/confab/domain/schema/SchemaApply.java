package io.confab.domain.schema;

import com.mongodb.MongoException;
import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import io.confab.domain.pause.Pause;
import io.confab.domain.storage.BrokenDatabase;
import io.confab.domain.storage.Index;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Brings a database to the schema of this build: creates what is missing, one index after the other, and drops and changes
 * nothing, so it may run while an older build uses the database (docs/decisions/0053-a-schema-is-only-added-to.md).
 *
 * <p>An index that exists is asked for again, because a server lists one that it is still building, and answers when that has
 * ended. So whether this was interrupted, runs twice, or two run at once: the version is stored only after every index was
 * complete. If a connection breaks, the server goes on building, and is asked again.
 */
public final class SchemaApply {
    private static final int DUPLICATE_KEY = 11000;
    /** IndexOptionsConflict and IndexKeySpecsConflict. */
    private static final Set<Integer> CONFLICTS = Set.of(85, 86);

    private static final int MAX_TRIES = 5;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final MongoDatabase database;
    private final SchemaCheck check;
    private final ChangeStreams streams;
    private final Steps steps;

    public SchemaApply(MongoClient client, String database, Steps steps) {
        this.database = client.getDatabase(database);
        this.check = new SchemaCheck(client, database);
        this.streams = new ChangeStreams(client, database);
        this.steps = steps;
    }

    /** Is told of every index, before and after; and is asked before each whether to go on. */
    public interface Steps {
        default boolean mayGoOn() {
            return true;
        }

        void begin(int number, int of, Index index);

        void end(Index index, Outcome outcome);
    }

    /** What became of an index. */
    public enum Outcome {
        CREATED,
        EXISTS,
        /** It exists with other options. */
        DIFFERENT,
        /** There are duplicates in the way of a unique index. */
        DUPLICATES
    }

    /** The state in which the database is afterwards; it is complete unless the report says what is in the way. */
    public SchemaReport run() {
        int number = 0;
        for (Index index : Schema.INDEXES) {
            if (!steps.mayGoOn()) {
                return check.run();
            }
            steps.begin(++number, Schema.INDEXES.size(), index);
            steps.end(index, create(index));
        }
        streams.switchOn();
        SchemaReport report = check.run();
        if (!report.hasAllIndexes()) {
            return report;
        }
        SchemaVersion.write(database);
        return check.run();
    }

    private Outcome create(Index index) {
        int failures = 0;
        while (true) {
            try {
                return tryToCreate(index);
            } catch (MongoSocketReadTimeoutException e) {
                // The server goes on building.
            } catch (MongoException e) {
                if (!isPassing(e) || ++failures == MAX_TRIES) {
                    throw e;
                }
                Pause.of(PAUSE, "the next try of an index");
            }
        }
    }

    private Outcome tryToCreate(Index index) {
        Optional<StoredIndex> stored = StoredIndex.sameKeys(StoredIndex.of(database, index.collection()), index);
        if (stored.isPresent() && !stored.get().isAs(index)) {
            return Outcome.DIFFERENT;
        }
        try {
            Schema.create(database, index, stored.map(StoredIndex::name));
            return stored.isPresent() ? Outcome.EXISTS : Outcome.CREATED;
        } catch (MongoException e) {
            if (e.getCode() == DUPLICATE_KEY) {
                return Outcome.DUPLICATES;
            }
            if (CONFLICTS.contains(e.getCode())) {
                return Outcome.DIFFERENT;
            }
            throw e;
        }
    }

    /** A connection that broke; and DocumentDB builds one index of a collection at a time, and refuses a second. */
    private static boolean isPassing(MongoException e) {
        return BrokenDatabase.isCauseOf(e)
                || (e.getMessage() != null && e.getMessage().contains("in progress"));
    }
}
