package io.confab.domain.pending;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;

import io.confab.domain.storage.DuplicateKeys;
import io.confab.domain.storage.Index;
import io.confab.domain.storage.Repository;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import jakarta.inject.Singleton;
import java.util.Date;
import java.util.List;

/** Reads and writes {@code confab-pending}. */
@Singleton
public class PendingPushRepository extends Repository<PendingPush> {
    public static final List<Index> INDEXES = List.of(
            Index.of(PendingPush.COLLECTION, "what waits for a device, in order", "device", "create_time"),
            Index.expiring(PendingPush.COLLECTION, "expire_at", "deletes what nobody came for"));

    /** How many pushes wait for one device: the newest. */
    public static final int KEPT = 100;

    PendingPushRepository() {
        super(new Panache());
    }

    private static final class Panache implements PanacheMongoRepositoryBase<PendingPush, String> {}

    /** Keeps a push, once, and removes the oldest of its device if there are too many. */
    public void keep(PendingPush push) {
        try {
            plain().insertOne(push);
        } catch (RuntimeException e) {
            if (!DuplicateKeys.isCauseOf(e)) {
                throw e;
            }
        }
        List<PendingPush> newest =
                firstOf(plain().find(eq("device", push.device)).sort(descending("create_time", "_id")), 2 * KEPT);
        if (newest.size() > KEPT) {
            plain().deleteMany(in(
                    "_id", newest.stream().skip(KEPT).map(old -> old.id).toList()));
        }
    }

    /** What waits for a device, the oldest first. */
    public List<PendingPush> find(String device, long now) {
        return firstOf(
                plain().find(and(eq("device", device), gt("expire_at", new Date(now))))
                        .sort(ascending("create_time", "_id")),
                2 * KEPT);
    }

    public void remove(PendingPush push) {
        plain().deleteOne(eq("_id", push.id));
    }
}
