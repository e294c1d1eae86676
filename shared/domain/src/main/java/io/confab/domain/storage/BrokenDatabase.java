package io.confab.domain.storage;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoWriteException;
import org.bson.BsonSerializationException;

/** Tells a database that does not answer from a command that it refuses. */
public final class BrokenDatabase {
    private BrokenDatabase() {}

    /** Whether the same may succeed as soon as the database answers again, however often it fails until then. */
    public static boolean isCauseOf(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof MongoException mongo) {
                return !isRefusal(mongo);
            }
        }
        return false;
    }

    private static boolean isRefusal(MongoException e) {
        boolean passes = e.hasErrorLabel("RetryableWriteError")
                || e.hasErrorLabel("TransientTransactionError")
                || e instanceof MongoNotPrimaryException
                || e instanceof MongoNodeIsRecoveringException;
        return !passes
                && (e instanceof MongoWriteException
                        || e instanceof MongoBulkWriteException
                        || e instanceof MongoCommandException
                        || e.getCause() instanceof BsonSerializationException);
    }
}
