package io.confab.domain.storage;

import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import java.util.function.Supplier;

/**
 * The handles of one collection, created once, because with a new handle the driver looks up all codecs again for each command.
 */
public final class Handles<E> {
    private final Supplier<MongoCollection<E>> collection;
    private volatile All<E> made;

    /**
     * @param collection is called at the first use, when the client exists
     */
    public Handles(Supplier<MongoCollection<E>> collection) {
        this.collection = collection;
    }

    private record All<E>(
            MongoCollection<E> plain,
            MongoCollection<E> durable,
            MongoCollection<E> quick,
            MongoCollection<E> settled) {
        static <E> All<E> of(MongoCollection<E> plain) {
            return new All<>(
                    plain,
                    plain.withWriteConcern(WriteConcern.MAJORITY),
                    plain.withWriteConcern(WriteConcern.W1),
                    plain.withReadConcern(ReadConcern.MAJORITY));
        }
    }

    private All<E> all() {
        All<E> all = made;
        if (all == null) {
            all = All.of(collection.get());
            made = all;
        }
        return all;
    }

    /** Reads the newest; writes with the client's own concern. */
    public MongoCollection<E> plain() {
        return all().plain();
    }

    /** Writes wait for a majority. */
    public MongoCollection<E> durable() {
        return all().durable();
    }

    /** Writes wait for one server only; for data that is corrected later if it was lost. */
    public MongoCollection<E> quick() {
        return all().quick();
    }

    /** Reads only data that a majority holds. */
    public MongoCollection<E> settled() {
        return all().settled();
    }
}
