package io.confab.database;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoTimeoutException;
import io.confab.domain.storage.DatabaseAddress;

/** Says why a command failed. Messages of the driver are not shown: they may repeat the address or what is stored. */
final class Failure {
    private Failure() {}

    static String sentence(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DatabaseAddress.Wrong wrong) {
                return wrong.getMessage();
            }
            if (cause instanceof MongoSecurityException) {
                return "The database refuses the user name and password of the address.";
            }
            if (cause instanceof MongoTimeoutException timeout) {
                return timeout.getMessage().contains("MongoSecurityException")
                        ? "The database refuses the user name and password of the address."
                        : "The database does not answer: is it reachable from here, and does it ask for TLS?";
            }
            if (cause instanceof MongoCommandException command) {
                return "The database refused a command with error " + command.getErrorCode() + " "
                        + command.getErrorCodeName() + ".";
            }
            if (cause instanceof MongoException) {
                return "The database failed: " + cause.getClass().getSimpleName() + ".";
            }
        }
        return "Failed: " + failure.getClass().getSimpleName() + ".";
    }
}
