package io.confab.domain.once;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import io.confab.domain.config.ConfabConfig;
import io.confab.domain.pause.Pause;
import io.confab.domain.storage.DuplicateKeys;
import io.confab.domain.storage.Index;
import io.confab.domain.storage.Repository;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.bson.conversions.Bson;

/**
 * Makes sure that a piece of work is done once, over all processes: the first process that starts it does it. Work is {@code
 * running} under a lease, or {@code done}. If its runner died, another may take the work over when the lease has ended.
 *
 * <p>If two start at once, the unique {@code _id} lets one of them start. If the runner takes longer than its lease, {@link
 * Ticket#done()} still marks the work as done; at worst it was done twice, never not at all.
 */
@Singleton
public class Once extends Repository<OnceRun> {
    public static final List<Index> INDEXES =
            List.of(Index.expiring(OnceRun.COLLECTION, "expire_at", "forgets finished work"));

    private static final Duration REMEMBERED = Duration.ofHours(24);

    /** How long {@link #startOrWait} waits between its looks, a second in all: most work takes less. */
    private static final List<Duration> PAUSES =
            Stream.of(50, 100, 200, 300, 350).map(Duration::ofMillis).toList();

    private final Clock clock;
    private final Duration lease;

    Once(Clock clock, ConfabConfig config) {
        super(new Panache());
        this.clock = clock;
        this.lease = config.push().lease();
    }

    private static final class Panache implements PanacheMongoRepositoryBase<OnceRun, String> {}

    /** The result of an attempt to start. */
    public enum Start {
        TAKEN,
        /** The work is finished. */
        DONE,
        /** Another run is doing the work, or died and its lease has not ended. */
        BUSY
    }

    /** An attempt to start; if it is {@link Start#TAKEN}, this process must do the work. */
    public final class Ticket {
        private final Start start;
        private final String id;

        private Ticket(Start start, String id) {
            this.start = start;
            this.id = id;
        }

        public Start start() {
            return start;
        }

        /** Marks the work as done. To be called last, when nothing of it is left. */
        public void done() {
            plain().updateOne(eq("_id", id), set("state", OnceRun.DONE));
        }

        /** Lets another run begin at once: for work of the same name that may come up again. To be called last. */
        public void release() {
            plain().updateOne(eq("_id", id), set("lease_until", 0L));
        }
    }

    /** Tries to start the work of this name. One command if this process may do it, otherwise two. */
    public Ticket start(String id) {
        long now = clock.millis();
        try {
            durable()
                    .findOneAndUpdate(
                            and(eq("_id", id), or(expired(now), abandoned(now))),
                            combine(
                                    set("state", OnceRun.RUNNING),
                                    set("lease_until", now + lease.toMillis()),
                                    set("expire_at", new Date(now + REMEMBERED.toMillis()))),
                            new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER));
            return new Ticket(Start.TAKEN, id);
        } catch (RuntimeException e) {
            if (!DuplicateKeys.isCauseOf(e)) {
                throw e;
            }
        }
        OnceRun present = byId(id).orElse(null);
        return new Ticket(present != null && OnceRun.DONE.equals(present.state) ? Start.DONE : Start.BUSY, id);
    }

    /**
     * Like {@link #start}, but if another run is doing the work, looks again for a second whether it has ended. Two commands for
     * each look.
     */
    public Ticket startOrWait(String id) {
        Ticket ticket = start(id);
        for (Duration pause : PAUSES) {
            if (ticket.start() != Start.BUSY) {
                return ticket;
            }
            Pause.of(pause, "another run");
            ticket = start(id);
        }
        return ticket;
    }

    private static Bson expired(long now) {
        return lte("expire_at", new Date(now));
    }

    private static Bson abandoned(long now) {
        return and(ne("state", OnceRun.DONE), lte("lease_until", now));
    }
}
