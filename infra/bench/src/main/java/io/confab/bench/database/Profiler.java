package io.confab.bench.database;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.CreateCollectionOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.bson.Document;

/**
 * MongoDB's profiler for one database: it is on while this object is open; its collection is dropped afterwards.
 *
 * <p>It writes one entry for each statement of a bulk write and none for the whole, so the number of update and delete commands
 * is taken from the server's counters.
 */
public final class Profiler implements AutoCloseable {
    private static final String COLLECTION = "system.profile";
    private static final long CAPACITY = 256L << 20;
    private static final long QUIET_MILLIS = 250;
    private static final long PATIENCE_MILLIS = 15_000;

    private final Database owner;
    private final MongoDatabase database;
    private final MongoCollection<Document> entries;

    Profiler(Database owner, MongoDatabase database) {
        this.owner = owner;
        this.database = database;
        this.entries = database.getCollection(COLLECTION);
        drop();
        database.createCollection(
                COLLECTION, new CreateCollectionOptions().capped(true).sizeInBytes(CAPACITY));
        database.runCommand(new Document("profile", 2)
                .append("filter", new Document("appName", new Document("$ne", Database.APPLICATION))));
    }

    /** Profile and counters at a moment without activity. */
    public record Mark(long entries, Counters counters) {}

    /** Waits until there is no more activity, and records that moment. */
    public Mark mark() {
        awaitQuiet(0);
        return new Mark(entries.countDocuments(), owner.counters());
    }

    /** Waits until there is no more activity, and returns what happened since the recorded moment. */
    public Window since(Mark mark) {
        List<TracedCommand> all = awaitQuiet(mark.entries());
        Counters counted = owner.counters().since(mark.counters());
        long commands = counted.commands().getOrDefault("update", 0L)
                + counted.commands().getOrDefault("delete", 0L);
        long statements = all.stream().filter(TracedCommand::isBulkable).count();
        return new Window(
                all.stream().filter(statement -> !statement.isOfPlatform()).toList(),
                (int) Math.max(0, statements - commands));
    }

    private List<TracedCommand> awaitQuiet(long from) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        List<TracedCommand> before;
        List<TracedCommand> now = read(from);
        do {
            before = now;
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(QUIET_MILLIS));
            now = read(from);
        } while ((ofMethods(now) != ofMethods(before) || isQueueBusy()) && System.nanoTime() < deadline);
        return now;
    }

    /** Invocations are removed from the laptop's queue when they are done. */
    private boolean isQueueBusy() {
        return database.getCollection(TracedCommand.QUEUE).countDocuments(new Document("dead", false)) > 0;
    }

    private static long ofMethods(List<TracedCommand> all) {
        return all.stream().filter(statement -> !statement.isOfPlatform()).count();
    }

    private List<TracedCommand> read(long from) {
        List<TracedCommand> read = new ArrayList<>();
        for (Document entry : entries.find().sort(new Document("$natural", 1)).skip((int) from)) {
            if (TracedCommand.isRelevant(entry)) {
                read.add(TracedCommand.of(entry));
            }
        }
        return read;
    }

    private void drop() {
        database.runCommand(new Document("profile", 0).append("filter", "unset"));
        entries.drop();
    }

    @Override
    public void close() {
        drop();
    }
}
