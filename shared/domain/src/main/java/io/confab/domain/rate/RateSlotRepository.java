package io.confab.domain.rate;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.setOnInsert;

import com.mongodb.client.model.UpdateOptions;
import io.confab.domain.storage.DuplicateKeys;
import io.confab.domain.storage.Index;
import io.confab.domain.storage.Repository;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import org.bson.conversions.Bson;

/** Reads and writes {@code confab-rate}. Every method is one database command, unless it says more. */
@Singleton
public class RateSlotRepository extends Repository<RateSlot> {
    public static final List<Index> INDEXES = List.of(
            Index.expiring(RateSlot.COLLECTION, "expire_at", "forgets slots that can be taken no more, and past days"));

    RateSlotRepository() {
        super(new Panache());
    }

    private static final class Panache implements PanacheMongoRepositoryBase<RateSlot, String> {}

    /** Takes a slot; false when it was taken before. */
    boolean take(String id, long expireAt) {
        RateSlot slot = new RateSlot();
        slot.id = id;
        slot.expireAt = new Date(expireAt);
        try {
            quick().insertOne(slot);
            return true;
        } catch (RuntimeException e) {
            if (DuplicateKeys.isCauseOf(e)) {
                return false;
            }
            throw e;
        }
    }

    /** Those of the slots that were taken. */
    List<String> findTaken(Collection<String> ids) {
        return list(plain().find(in("_id", ids)).map(slot -> slot.id), ids.size());
    }

    /**
     * Adds to the sum of a day, unless it would exceed the limit; false if it would. Two commands if the limit is reached, or
     * if the first two additions of a day happen at once: the second one finds the key taken, and then adds to it.
     *
     * @param bytes at most the limit
     */
    boolean add(String id, long bytes, long limit, long expireAt) {
        Bson fits = and(eq("_id", id), lte("bytes", limit - bytes));
        try {
            quick().updateOne(
                            fits,
                            combine(inc("bytes", bytes), setOnInsert("expire_at", new Date(expireAt))),
                            new UpdateOptions().upsert(true));
            return true;
        } catch (RuntimeException e) {
            if (!DuplicateKeys.isCauseOf(e)) {
                throw e;
            }
        }
        return quick().updateOne(fits, inc("bytes", bytes)).getMatchedCount() > 0;
    }
}
