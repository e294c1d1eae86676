package io.confab.domain.storage;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.MongoIterable;
import com.mongodb.client.model.WriteModel;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/**
 * Reads and writes the documents of one collection. Queries are built here and in subclasses only (docs/decisions/0002).
 *
 * <p>Panache is held, not inherited: otherwise every repository would have its public methods, among them {@code deleteAll()}.
 *
 * @param <E> the type of the documents; their {@code _id} is a text
 */
public abstract class Repository<E> {
    private final PanacheMongoRepositoryBase<E, String> panache;
    private volatile Handles<E> made;

    /**
     * @param panache an instance of a class that names {@code E}: Quarkus completes this class in the build, and registers
     *     {@code E} for native images
     */
    protected Repository(PanacheMongoRepositoryBase<E, String> panache) {
        this.panache = panache;
    }

    /** Created once for a client, because with a new handle the driver looks up all codecs again for each command. */
    private record Handles<E>(
            MongoCollection<E> plain,
            MongoCollection<E> durable,
            MongoCollection<E> quick,
            MongoCollection<E> settled,
            PlainWrites<E> writes,
            int generation) {
        static <E> Handles<E> of(MongoCollection<E> plain, MongoDatabase database, int generation) {
            return new Handles<>(
                    plain,
                    plain.withWriteConcern(WriteConcern.MAJORITY),
                    plain.withWriteConcern(WriteConcern.W1),
                    plain.withReadConcern(ReadConcern.MAJORITY),
                    new PlainWrites<>(database, plain),
                    generation);
        }
    }

    /** Made at the first use, when the client exists, and again when another client has taken its place. */
    private Handles<E> handles() {
        Handles<E> handles = made;
        int generation = DatabaseClients.generation();
        if (handles == null || handles.generation() != generation) {
            handles = Handles.of(panache.mongoCollection(), panache.mongoDatabase(), generation);
            made = handles;
        }
        return handles;
    }

    /** Reads the newest; writes with the client's own concern. */
    protected final MongoCollection<E> plain() {
        return handles().plain();
    }

    /** Writes wait for a majority. */
    protected final MongoCollection<E> durable() {
        return handles().durable();
    }

    /** Writes wait for one server only; for data that is corrected later if it was lost. */
    protected final MongoCollection<E> quick() {
        return handles().quick();
    }

    /**
     * Inserts, and waits for a majority. The driver does not try again: the caller finds out whether the document is stored if
     * this fails.
     *
     * @throws com.mongodb.MongoWriteException if a unique key is taken
     */
    protected final void insertOnly(E document) {
        handles().writes().insert(document, WriteConcern.MAJORITY);
    }

    /** Updates one server in one command, without another try; for data that is corrected later if it is missing. */
    protected final void updateOnly(List<? extends WriteModel<E>> updates) {
        handles().writes().update(updates, WriteConcern.W1);
    }

    /** Reads only data that a majority holds. */
    protected final MongoCollection<E> settled() {
        return handles().settled();
    }

    /** The document that a unique field, or two of them, select. */
    protected final Optional<E> first(Bson filter) {
        return Optional.ofNullable(plain().find(filter).first());
    }

    protected final Optional<E> byId(String id) {
        return panache.findByIdOptional(id);
    }

    protected final long count(Bson filter) {
        return panache.count(filter);
    }

    /** Selects a document by its id, also one that another program has stored under an ObjectId with these digits. */
    protected static Bson named(String id) {
        return ObjectId.isValid(id) ? in("_id", id, new ObjectId(id)) : eq("_id", id);
    }

    /** The documents that exist, in no particular order; nothing is read for no ids. */
    protected final List<E> byIds(Collection<String> ids) {
        return ids.isEmpty() ? List.of() : list(in("_id", ids), ids.size());
    }

    /**
     * Reads the first documents of a result, in one command: the first batch has room for all, and one more, so that the
     * server sees the end and keeps no cursor.
     */
    protected static <T> List<T> firstOf(FindIterable<T> found, int limit) {
        return list(found.limit(limit), limit);
    }

    /** The documents that match, of which there are not more than a certain number. */
    protected final List<E> list(Bson filter, int atMost) {
        return list(plain().find(filter), atMost);
    }

    /**
     * As {@link #firstOf}, for a result that has not more than a certain number of documents.
     *
     * @param atMost if there are more after all, they are read with further commands
     */
    protected static <T> List<T> list(MongoIterable<T> found, int atMost) {
        return found.batchSize(atMost + 1).into(new ArrayList<>());
    }
}
