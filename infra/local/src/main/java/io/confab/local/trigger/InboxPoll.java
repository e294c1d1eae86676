package io.confab.local.trigger;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Projections.include;

import com.mongodb.client.MongoDatabase;
import io.confab.domain.intake.IntakeRow;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Looks for rows of {@code confab-inbox} that wait, where no change stream tells them. */
final class InboxPoll {
    static final Duration EVERY = Duration.ofMillis(300);

    /** A row that still waits after this time is told again: its process has died, or its try has failed. */
    private static final long AGAIN_MILLIS = Duration.ofMinutes(1).toMillis();

    private static final int MAX_ROWS = 100;

    private final MongoDatabase database;
    private final Clock clock;
    private final Map<BsonValue, Long> told = new HashMap<>();

    InboxPoll(MongoDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Adds an insertion for each row that waits and was not told lately. */
    void find(DocumentDbBatch batch) {
        long now = clock.millis();
        told.values().removeIf(time -> time < now - AGAIN_MILLIS);
        database.getCollection(IntakeRow.COLLECTION, BsonDocument.class)
                .find(eq("expire_at", null))
                .projection(include("_id"))
                .limit(MAX_ROWS)
                .forEach(row -> {
                    if (told.putIfAbsent(row.get("_id"), now) == null) {
                        batch.addInserted(database.getName(), IntakeRow.COLLECTION, row.get("_id"));
                    }
                });
    }
}
