package io.confab.domain.intake;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.min;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReturnDocument;
import io.confab.domain.storage.Index;
import io.confab.domain.storage.Repository;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/** Reads and writes {@code confab-inbox}. Every method is one database command. */
@Singleton
public class IntakeRepository extends Repository<IntakeRow> {
    public static final List<Index> INDEXES =
            List.of(Index.expiring(IntakeRow.COLLECTION, "expire_at", "rows that wait; deletes finished ones"));

    private static final String EXPIRE_AT = "expire_at";
    private static final String LEASE = "lease_until";
    private static final int MAX_UNATTENDED = 100;

    IntakeRepository() {
        super(new Panache());
    }

    private static final class Panache implements PanacheMongoRepositoryBase<IntakeRow, String> {}

    /** Takes a waiting row that nobody else works on; empty if there is none. */
    Optional<IntakeRow> take(BsonValue id, long now, long leaseUntil) {
        return take(eq("_id", id), now, leaseUntil);
    }

    /** As {@link #take(BsonValue, long, long)}, for a row that is named by the text of its id. */
    Optional<IntakeRow> takeNamed(String id, long now, long leaseUntil) {
        return take(ofName(id), now, leaseUntil);
    }

    private static Bson ofName(String id) {
        List<BsonValue> forms = new ArrayList<>(List.of(new BsonString(id)));
        if (ObjectId.isValid(id)) {
            forms.add(new BsonObjectId(new ObjectId(id)));
        }
        return in("_id", forms);
    }

    /** Whether somebody works on this row, or died while doing so. A lease that no process can have taken does not count. */
    boolean isUnderWay(String id, long now, long latestLease) {
        return !firstOf(
                        plain().find(and(ofName(id), eq(EXPIRE_AT, null), gt(LEASE, now), lte(LEASE, latestLease)))
                                .projection(Projections.include("_id")),
                        1)
                .isEmpty();
    }

    private Optional<IntakeRow> take(Bson row, long now, long leaseUntil) {
        return Optional.ofNullable(durable()
                .findOneAndUpdate(
                        and(row, waiting(now)),
                        combine(min("time", now), inc("tries", 1), set(LEASE, leaseUntil)),
                        new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER)));
    }

    /** The ids of the first rows that wait and that nobody works on. */
    List<BsonValue> findWaiting(long now, int limit) {
        return firstOf(plain().find(waiting(now)).projection(Projections.include("_id")), limit).stream()
                .map(row -> row.id)
                .toList();
    }

    /**
     * The first rows that wait and that nobody works on, with id and time: the oldest, where the server keeps equal keys in the
     * order of their insertion.
     */
    public List<IntakeRow> findUnattended(long now) {
        return firstOf(
                plain().find(waiting(now))
                        .projection(Projections.include("_id", "time"))
                        .maxTime(2, TimeUnit.SECONDS),
                MAX_UNATTENDED);
    }

    private static Bson waiting(long now) {
        return and(eq(EXPIRE_AT, null), or(eq(LEASE, null), lte(LEASE, now)));
    }

    /** Records that a row was carried out. */
    void finish(IntakeRow row, Date expireAt) {
        durable().updateOne(eq("_id", row.id), combine(set(EXPIRE_AT, expireAt), unset(LEASE)));
    }

    /** Records why a row was refused. */
    void refuse(IntakeRow row, Object code, Date expireAt) {
        durable().updateOne(eq("_id", row.id), combine(set("refused", code), set(EXPIRE_AT, expireAt), unset(LEASE)));
    }
}
