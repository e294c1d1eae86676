package io.confab.domain.rate;

import static com.mongodb.client.model.Filters.in;

import io.confab.domain.storage.DuplicateKeys;
import io.confab.domain.storage.Handles;
import io.confab.domain.storage.Index;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;

/** Reads and writes {@code confab-rate}. Every method is one database command. */
@Singleton
public class RateSlotRepository implements PanacheMongoRepositoryBase<RateSlot, String> {
    public static final List<Index> INDEXES =
            List.of(Index.expiring(RateSlot.COLLECTION, "expire_at", "forgets slots that can be taken no more"));

    private final Handles<RateSlot> handles = new Handles<>(this::mongoCollection);

    /** Takes a slot; false when it was taken before. */
    boolean take(String id, long expireAt) {
        RateSlot slot = new RateSlot();
        slot.id = id;
        slot.expireAt = new Date(expireAt);
        try {
            handles.quick().insertOne(slot);
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
        return handles.plain()
                .find(in("_id", ids))
                .batchSize(ids.size() + 1)
                .map(slot -> slot.id)
                .into(new ArrayList<>());
    }
}
