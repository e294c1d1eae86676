package io.confab.local.trigger;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.setOnInsert;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * Lets one pump at a time read the changes of a database, and keeps how far it has read. Each holder has a number of its own,
 * larger than those before: one that has lost the lease without noticing can store nothing any more.
 */
final class PumpLease {
    static final String COLLECTION = "confab-local-pump";
    static final Duration LIFE = Duration.ofSeconds(5);

    private static final String ID = "pump";

    private final MongoCollection<Document> stored;
    private final Clock clock;
    private long number;
    private long until;

    PumpLease(MongoCollection<Document> stored, Clock clock) {
        this.stored = stored;
        this.clock = clock;
    }

    /**
     * Keeps where the first pump of all begins, so that its successor misses nothing if it dies before it has a place of its own.
     *
     * @param now absent if the database does not say
     */
    void begin(Optional<BsonTimestamp> now) {
        now.ifPresent(
                time -> stored.updateOne(eq("_id", ID), setOnInsert("since", time), new UpdateOptions().upsert(true)));
    }

    /** Takes the lease, if nobody holds it. */
    boolean take() {
        try {
            Document mine = stored.findOneAndUpdate(
                    and(eq("_id", ID), or(eq("lease_until", null), lte("lease_until", clock.millis()))),
                    combine(inc("number", 1L), until()),
                    new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER));
            number = mine.get("number", Number.class).longValue();
            return true;
        } catch (MongoCommandException e) {
            if (ErrorCategory.fromErrorCode(e.getErrorCode()) != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
            return false;
        }
    }

    /** Behind which event to go on; empty for none, or one that was not worth keeping. */
    Optional<BsonDocument> token() {
        Document lease = stored.find(eq("_id", ID)).first();
        return Optional.ofNullable(lease)
                .map(found -> found.get("token", Document.class))
                .map(Document::toBsonDocument);
    }

    /** Where to begin while there is no event behind which to go on. */
    Optional<BsonTimestamp> since() {
        Document lease = stored.find(eq("_id", ID)).first();
        return Optional.ofNullable(lease).map(found -> found.get("since", BsonTimestamp.class));
    }

    /** Whether it is time to renew it. */
    boolean isHalfOver() {
        return clock.millis() > until - LIFE.toMillis() / 2;
    }

    /** Everything up to this token was delivered. False if the lease was lost: somebody else goes on. */
    boolean advance(BsonDocument token) {
        return update(set("token", token), until());
    }

    /** Keeps the lease. False if it was lost. */
    boolean renew() {
        return update(until());
    }

    /** Forgets how far it was read, and begins anew at this time. */
    void forget(Optional<BsonTimestamp> now) {
        update(unset("token"), now.map(time -> set("since", time)).orElseGet(() -> unset("since")));
    }

    /** Lets the next pump begin at once. */
    void release() {
        update(set("lease_until", 0L));
    }

    private Bson until() {
        until = clock.millis() + LIFE.toMillis();
        return set("lease_until", until);
    }

    private boolean update(Bson... updates) {
        return stored.updateOne(and(eq("_id", ID), eq("number", number)), combine(updates))
                        .getMatchedCount()
                == 1;
    }
}
