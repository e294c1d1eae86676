package io.confab.domain.storage;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoWriteException;
import java.util.function.Supplier;

/** Treats duplicate keys as an expected result. */
public final class DuplicateKeys {
    private DuplicateKeys() {}

    /** Whether this error only says that a unique key was taken. */
    public static boolean isCauseOf(RuntimeException e) {
        if (e instanceof MongoBulkWriteException bulk) {
            return bulk.getWriteConcernError() == null
                    && bulk.getWriteErrors().stream().allMatch(error -> isDuplicate(error.getCode()));
        }
        if (e instanceof MongoWriteException write) {
            return isDuplicate(write.getCode());
        }
        return e instanceof MongoCommandException command && isDuplicate(command.getErrorCode());
    }

    /**
     * Runs upserts again if two of them ran at once: the server may refuse the second insert of a unique key; the next try then
     * finds the document and updates it.
     */
    public static <T> T retry(Supplier<T> upserts) {
        for (int attempt = 1; ; attempt++) {
            try {
                return upserts.get();
            } catch (RuntimeException e) {
                if (attempt == 5 || !isCauseOf(e)) {
                    throw e;
                }
            }
        }
    }

    private static boolean isDuplicate(int code) {
        return ErrorCategory.fromErrorCode(code) == ErrorCategory.DUPLICATE_KEY;
    }
}
