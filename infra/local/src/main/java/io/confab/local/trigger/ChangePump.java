package io.confab.local.trigger;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.client.ChangeStreamIterable;
import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import com.mongodb.client.model.changestream.FullDocument;
import com.mongodb.client.model.changestream.FullDocumentBeforeChange;
import com.mongodb.client.model.changestream.OperationType;
import io.confab.local.database.LocalDatabase;
import io.confab.local.invoke.Functions;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.bson.Document;
import org.jboss.logging.Logger;

/**
 * Hands the changes of the database to sendPushMsg, as an event source of Amazon DocumentDB does: in batches, one after the
 * other, in their order, each until it succeeds. Where it begins is stored first, and how far it has read after a batch has
 * succeeded, so a killed process delivers a batch again and loses none. One pump of a database reads at a time ({@link PumpLease}).
 *
 * <p>If the place is lost (the server keeps changes only for a while, or an event is larger than a document may be), it says so
 * and goes on from now. A database without change streams, such as the embedded one, is asked for new rows of the inbox instead
 * ({@link InboxPoll}).
 */
@Singleton
public class ChangePump {
    private static final Logger LOG = Logger.getLogger(ChangePump.class);
    private static final String TARGET = "sendPushMsg";
    private static final int MAX_EVENTS = 100;
    private static final long MAX_LENGTH = 2 << 20;
    private static final long PAUSE_MILLIS = 1_000;
    private static final long FIRST_RETRY_MILLIS = 200;
    private static final long LAST_RETRY_MILLIS = 5_000;

    /** No change streams: a server that stands alone, one that knows no such stage, the embedded one (which gives no code). */
    private static final Set<Integer> UNSUPPORTED = Set.of(40573, 40324, 59, 115, 303, -1);

    /** The token is none, or too old; the stream cannot be read on; an event is too large. */
    private static final Set<Integer> PLACE_LOST = Set.of(260, 280, 286, 10334);

    private final LocalDatabase local;
    private final Functions functions;
    private final ObjectMapper json;
    private final PumpLease lease;
    private final InboxPoll poll;
    private volatile boolean stopping;
    private boolean withDocumentsBefore = true;
    private Thread thread;

    ChangePump(LocalDatabase local, Functions functions, ObjectMapper json, Clock clock) {
        this.local = local;
        this.functions = functions;
        this.json = json;
        this.lease = new PumpLease(local.collection(PumpLease.COLLECTION), clock);
        this.poll = new InboxPoll(local.database(), clock);
    }

    /** Begins with the changes that are made from now on, unless an earlier pump has left its place. */
    public void start() {
        lease.begin(now());
        thread = new Thread(this::run, "change-pump");
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        if (thread != null) {
            thread.interrupt();
            thread.join(Duration.ofSeconds(5).toMillis());
        }
    }

    /** Behind the newest change of all. */
    private Optional<BsonTimestamp> now() {
        Document said = local.database().runCommand(new Document("ping", 1));
        return Optional.ofNullable(said.get("operationTime", BsonTimestamp.class))
                .map(newest -> new BsonTimestamp(newest.getValue() + 1));
    }

    private void run() {
        try {
            while (!stopping) {
                if (!tryTurn()) {
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("the pump of changes stops");
        }
    }

    /** Reads for as long as it goes well; false to wait before the next turn. */
    private boolean tryTurn() throws InterruptedException {
        try {
            if (!lease.take()) {
                return false;
            }
            read();
            return true;
        } catch (MongoCommandException e) {
            return recover(e);
        } catch (MongoException e) {
            if (stopping || e instanceof MongoInterruptedException) {
                throw new InterruptedException();
            }
            LOG.warnf(
                    "changes are not read, the database does not answer: error=%s",
                    e.getClass().getSimpleName());
            return false;
        } catch (RuntimeException e) {
            LOG.warn("changes are not read", e);
            return false;
        }
    }

    private boolean recover(MongoCommandException e) throws InterruptedException {
        if (UNSUPPORTED.contains(e.getErrorCode())) {
            LOG.info("This database has no change streams: only new rows of confab-inbox start triggers");
            pollInbox();
            return false;
        }
        if (PLACE_LOST.contains(e.getErrorCode())) {
            LOG.warnf("the place in the changes is lost, going on from now: error=%d", e.getErrorCode());
            lease.forget(now());
            lease.release();
            return true;
        }
        if (withDocumentsBefore) {
            // Older servers, and DocumentDB, do not know the option.
            withDocumentsBefore = false;
            lease.release();
            return true;
        }
        LOG.warnf("changes are not read: error=%d", e.getErrorCode());
        return false;
    }

    private void read() throws InterruptedException {
        try (MongoChangeStreamCursor<ChangeStreamDocument<BsonDocument>> changes = open()) {
            while (!stopping) {
                ChangeStreamDocument<BsonDocument> first = changes.tryNext();
                DocumentDbBatch batch = new DocumentDbBatch(json);
                boolean goesOn = first == null || fill(batch, first, changes);
                if (!deliver(batch)) {
                    return;
                }
                if (!goesOn) {
                    LOG.warn("the database was dropped or renamed, going on from now");
                    lease.forget(now());
                    break;
                }
                if ((batch.size() > 0 || lease.isHalfOver()) && !advance(changes.getResumeToken())) {
                    return;
                }
            }
        }
        lease.release();
    }

    private boolean advance(BsonDocument token) {
        return token == null ? lease.renew() : lease.advance(token);
    }

    private MongoChangeStreamCursor<ChangeStreamDocument<BsonDocument>> open() {
        MongoDatabase database = local.database();
        ChangeStreamIterable<BsonDocument> changes = database.watch(TriggerFilter.pipeline(), BsonDocument.class)
                .fullDocument(FullDocument.UPDATE_LOOKUP)
                .maxAwaitTime(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        if (withDocumentsBefore) {
            changes.fullDocumentBeforeChange(FullDocumentBeforeChange.WHEN_AVAILABLE);
        }
        lease.token()
                .ifPresentOrElse(changes::startAfter, () -> lease.since().ifPresent(changes::startAtOperationTime));
        return changes.cursor();
    }

    /** Fills a batch with what is there; false if the stream has ended. */
    private static boolean fill(
            DocumentDbBatch batch,
            ChangeStreamDocument<BsonDocument> first,
            MongoChangeStreamCursor<ChangeStreamDocument<BsonDocument>> changes) {
        ChangeStreamDocument<BsonDocument> change = first;
        while (true) {
            if (change.getOperationType() == OperationType.INVALIDATE) {
                return false;
            }
            batch.add(change);
            if (batch.size() == MAX_EVENTS || batch.length() >= MAX_LENGTH || changes.available() == 0) {
                return true;
            }
            change = changes.next();
        }
    }

    /** Delivers until it succeeds; false if another pump goes on with it. */
    private boolean deliver(DocumentDbBatch batch) throws InterruptedException {
        long pause = FIRST_RETRY_MILLIS;
        while (batch.size() > 0) {
            try {
                functions.call(TARGET, UUID.randomUUID().toString(), batch.toJson());
                return true;
            } catch (RuntimeException e) {
                LOG.warnf("change events are sent again: events=%d error=%s", batch.size(), e.getMessage());
            }
            TimeUnit.MILLISECONDS.sleep(pause);
            pause = Math.min(2 * pause, LAST_RETRY_MILLIS);
            if (!lease.renew()) {
                return false;
            }
        }
        return true;
    }

    private void pollInbox() throws InterruptedException {
        while (!stopping) {
            DocumentDbBatch batch = new DocumentDbBatch(json);
            try {
                poll.find(batch);
                deliver(batch);
                lease.renew();
            } catch (MongoException e) {
                LOG.warnf("the inbox is not read: error=%s", e.getClass().getSimpleName());
            }
            TimeUnit.MILLISECONDS.sleep(InboxPoll.EVERY.toMillis());
        }
    }
}
