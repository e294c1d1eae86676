package io.confab.domain.trigger;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.model.UpdateOptions;
import io.confab.domain.once.OnceRun;
import io.confab.domain.storage.Repository;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Optional;

/**
 * How far a batch of change events was processed that failed: {@code confab-once} (docs/schema.md). A batch is named by its
 * first event. Every method is one database command.
 */
@Singleton
class BatchProgress extends Repository<OnceRun> {
    /** Longer than any source repeats a batch. */
    private static final Duration KEPT = Duration.ofHours(24);

    private static final String PREFIX = "batch#";

    private final Clock clock;

    BatchProgress(Clock clock) {
        super(new Panache());
        this.clock = clock;
    }

    private static final class Panache implements PanacheMongoRepositoryBase<OnceRun, String> {}

    /** The last event of this batch that was processed. */
    Optional<String> find(String firstEvent) {
        return byId(PREFIX + firstEvent).map(run -> run.state);
    }

    void keep(String firstEvent, String lastEvent) {
        durable()
                .updateOne(
                        eq("_id", PREFIX + firstEvent),
                        combine(
                                set("state", lastEvent),
                                set("lease_until", 0L),
                                set("expire_at", new Date(clock.millis() + KEPT.toMillis()))),
                        new UpdateOptions().upsert(true));
    }
}
