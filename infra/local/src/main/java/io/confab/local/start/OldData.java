package io.confab.local.start;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.confab.domain.schema.SideUpgrade;
import io.confab.local.database.LocalDatabase;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.Document;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Brings what an earlier version stored to the form of this one, as {@code infra/migrate/run upgrade} does. When it has come to
 * an end once, the database remembers this; if it was interrupted, the next start does the rest.
 */
@Singleton
final class OldData {
    private static final Logger LOG = Logger.getLogger(OldData.class);
    private static final String COLLECTION = "confab-local-upgrade";
    private static final String CONVERSATIONS = "conversations";
    private static final int SHOWN_EVERY = 10_000;

    private final MongoClient client;
    private final String database;
    private final MongoCollection<Document> finished;
    private final Clock clock;

    OldData(
            MongoClient client,
            @ConfigProperty(name = "quarkus.mongodb.database") String database,
            LocalDatabase local,
            Clock clock) {
        this.client = client;
        this.database = database;
        this.finished = local.collection(COLLECTION);
        this.clock = clock;
    }

    void runOnce() {
        if (finished.find(eq("_id", CONVERSATIONS)).first() != null) {
            return;
        }
        AtomicLong seen = new AtomicLong();
        long changed = new SideUpgrade(client.getDatabase(database), () -> say(seen.incrementAndGet())).run();
        if (changed > 0) {
            LOG.infof("upgraded %d of %d conversations of an earlier version", changed, seen.get());
        }
        finished.updateOne(
                eq("_id", CONVERSATIONS), Updates.set("time", clock.millis()), new UpdateOptions().upsert(true));
    }

    private static void say(long seen) {
        if (seen % SHOWN_EVERY == 0) {
            LOG.infof("upgrading conversations: %d so far", seen);
        }
    }
}
