package io.confab.local.invoke;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.MongoCollection;
import io.confab.local.database.LocalDatabase;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * Accepted invocations in the database, until they have succeeded; those that failed in all tries are kept as dead letters.
 * They survive a killed process.
 */
@Singleton
class InvocationQueue {
    static final String COLLECTION = "confab-local-invocation";
    private static final int SHOWN = 1_000;

    private final MongoCollection<Document> stored;

    InvocationQueue(LocalDatabase database) {
        this.stored = database.collection(COLLECTION);
    }

    /** Stores invocations that belong together with one command; they are accepted when this returns. */
    void add(List<Invocation> invocations) {
        stored.insertMany(invocations.stream().map(InvocationQueue::toDocument).toList());
    }

    void succeeded(Invocation invocation) {
        stored.deleteOne(eq("_id", invocation.id()));
    }

    void retryLater(Invocation invocation, String error) {
        stored.updateOne(
                eq("_id", invocation.id()),
                combine(
                        set("failures", invocation.failures()),
                        set("due", invocation.due()),
                        set("last_error", error)));
    }

    void died(Invocation invocation, String error) {
        stored.updateOne(
                eq("_id", invocation.id()),
                combine(set("failures", invocation.failures()), set("dead", true), set("last_error", error)));
    }

    /** Invocations that have not succeeded and are not dead letters, oldest first. */
    List<Invocation> unfinished() {
        return StreamSupport.stream(
                        stored.find(ne("dead", true)).sort(ascending("due")).spliterator(), false)
                .map(InvocationQueue::toInvocation)
                .toList();
    }

    /** The newest dead letters. */
    List<Document> dead() {
        return newest(eq("dead", true));
    }

    /** The newest invocations that have not succeeded and are not dead letters. */
    List<Document> waiting() {
        return newest(ne("dead", true));
    }

    private List<Document> newest(Bson filter) {
        return stored.find(filter).sort(descending("due")).limit(SHOWN).into(new ArrayList<>());
    }

    private static Document toDocument(Invocation invocation) {
        return new Document("_id", invocation.id())
                .append("method", invocation.method())
                .append("payload", invocation.payload())
                .append("failures", invocation.failures())
                .append("due", invocation.due())
                .append("dead", false);
    }

    private static Invocation toInvocation(Document document) {
        return new Invocation(
                document.getString("_id"),
                document.getString("method"),
                document.getString("payload"),
                document.getInteger("failures"),
                document.getLong("due"));
    }
}
