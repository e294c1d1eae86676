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
import io.confab.domain.storage.DuplicateKeys;
import io.confab.domain.storage.Handles;
import io.confab.domain.storage.Index;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import org.bson.conversions.Bson;

/**
 * Lets a piece of work be done once by whoever comes first, over all processes. Work is {@code running} under a lease or
 * {@code done}; a runner that died leaves its lease, after which the work is taken up again.
 *
 * <p>Two start at once: the unique {@code _id} lets one in. The runner outlives its lease: {@link Ticket#done()} marks the
 * work done all the same, and the worst is that it was done twice, never not at all.
 */
@Singleton
public class Once implements PanacheMongoRepositoryBase<OnceRun, String> {
    public static final List<Index> INDEXES =
            List.of(Index.expiring(OnceRun.COLLECTION, "expire_at", "forgets finished work"));

    private static final Duration REMEMBERED = Duration.ofHours(24);

    private final Handles<OnceRun> handles = new Handles<>(this::mongoCollection);
    private final Clock clock;
    private final Duration lease;

    Once(Clock clock, ConfabConfig config) {
        this.clock = clock;
        this.lease = config.push().lease();
    }

    /** What became of an attempt to start. */
    public enum Start {
        TAKEN,
        /** Somebody finished it. */
        DONE,
        /** Somebody is at it, or died less than a lease ago. */
        BUSY
    }

    /** An attempt to start; when {@link Start#TAKEN}, the work is this process's own. */
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

        /** Marks the work done: last, when nothing of it is left. */
        public void done() {
            handles.plain().updateOne(eq("_id", id), set("state", OnceRun.DONE));
        }
    }

    /** Tries to start the work of this name; one command when it is taken, two when it is not. */
    public Ticket start(String id) {
        long now = clock.millis();
        try {
            handles.durable()
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
        OnceRun present = handles.plain().find(eq("_id", id)).first();
        return new Ticket(present != null && OnceRun.DONE.equals(present.state) ? Start.DONE : Start.BUSY, id);
    }

    private static Bson expired(long now) {
        return lte("expire_at", new Date(now));
    }

    private static Bson abandoned(long now) {
        return and(ne("state", OnceRun.DONE), lte("lease_until", now));
    }
}
