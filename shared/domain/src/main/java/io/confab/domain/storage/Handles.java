package io.confab.domain.storage;

import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import java.util.function.Supplier;

/** The handles of one collection, made once: for a new handle the driver looks up every codec anew, at each command. */
public final class Handles<E> {
    private final Supplier<MongoCollection<E>> collection;
    private volatile All<E> made;

    /** @param collection asked for at the first use, when the client is there */
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

    /** Writes wait for one server: what is lost heals. */
    public MongoCollection<E> quick() {
        return all().quick();
    }

    /** Reads what a majority holds. */
    public MongoCollection<E> settled() {
        return all().settled();
    }
}
