package io.confab.bench.load;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import io.confab.bench.measure.InParallel;
import io.confab.bench.measure.ProcessorTime;
import io.confab.bench.system.Target;
import java.util.UUID;
import org.bson.Document;

/**
 * What every processor time is compared with: one insert of a small document by the bare driver, which waits for a majority.
 * Other work on the machine makes it slower by about the same factor.
 */
final class FixedUnit {
    private static final int CALLERS = 16;
    private static final int EACH = 30;
    private static final String TEXT = "x".repeat(200);

    private final Target target;
    private final MongoCollection<Document> collection;
    private long inserts;
    private long millis;

    FixedUnit(Target target) {
        this.target = target;
        this.collection =
                target.database().beside("unit").getCollection("unit").withWriteConcern(WriteConcern.MAJORITY);
    }

    /** Inserts some documents by several threads; counts the processor time of mongod and of this process. */
    void run() {
        long before = spent();
        InParallel.map(CALLERS, CALLERS, thread -> {
            for (int i = 0; i < EACH; i++) {
                collection.insertOne(new Document("_id", UUID.randomUUID().toString()).append("text", TEXT));
            }
            return thread;
        });
        millis += spent() - before;
        inserts += CALLERS * EACH;
    }

    /** Forgets what was counted so far. */
    void reset() {
        inserts = 0;
        millis = 0;
    }

    /** Processor milliseconds of an insert, the driver's and mongod's. */
    double millis() {
        return (double) millis / inserts;
    }

    void drop() {
        collection.drop();
    }

    private long spent() {
        return target.mongodMillis()
                + ProcessorTime.millis(ProcessHandle.current().pid());
    }
}
