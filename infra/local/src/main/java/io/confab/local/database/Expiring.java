package io.confab.local.database;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.bson.Document;
import io.confab.local.database.index.Place;
import java.time.Duration;
import java.time.Instant;

/**
 * Documents that are to be deleted some time after a date that they bear.
 *
 * @param field where the date is
 */
record Expiring(MongoCollection<Place> collection, String field, Duration after) {
    private static final int AT_ONCE = 500;

    /** Deletes some of those whose time has come; returns whether there may be more. */
    boolean deleteSome(Instant now) {
        Document past = new Document(field, new Document("$lte", now.minus(after)));
        return collection.deleteDocuments(past, AT_ONCE) == AT_ONCE;
    }
}
