package io.confab.domain.schema;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;

/**
 * The document that says which schema a database has (docs/schema.md#confab-schema). It is written when everything else of that
 * version exists, and only ever grows, so a build may trust it.
 */
public final class SchemaVersion {
    public static final String COLLECTION = "confab-schema";

    /** What this build asks for. Raised with every change of {@link Schema#INDEXES} that a correct or a fast answer needs. */
    public static final int CURRENT = 1;

    /** That of a database in which nothing was applied, or another program has stored a version that is no number. */
    public static final int NONE = 0;

    private static final String VERSION = "version";
    private static final int MAX_TRIES = 5;

    private SchemaVersion() {}

    /** One command. */
    static int read(MongoDatabase database) {
        return number(stored(database));
    }

    /**
     * Stores this build's version, unless a newer one is stored. Harmless if the process dies, if it runs twice, or if two builds
     * do so at once: each write succeeds only on the version that it has read.
     */
    static void write(MongoDatabase database) {
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            BsonValue seen = stored(database);
            if (number(seen) >= CURRENT || replaced(database, seen)) {
                return;
            }
        }
        throw new IllegalStateException("the version in " + COLLECTION + " changes all the time");
    }

    private static boolean replaced(MongoDatabase database, BsonValue seen) {
        try {
            return collection(database)
                                    .withWriteConcern(WriteConcern.MAJORITY)
                                    .updateOne(
                                            and(eq("_id", VERSION), eq(VERSION, seen)),
                                            Updates.set(VERSION, CURRENT),
                                            new UpdateOptions().upsert(seen.isNull()))
                                    .getMatchedCount()
                            > 0
                    || seen.isNull();
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                return false;
            }
            throw e;
        }
    }

    private static BsonValue stored(MongoDatabase database) {
        BsonDocument document = collection(database)
                .withReadPreference(ReadPreference.primary())
                .find(eq("_id", VERSION))
                .first();
        return document == null ? BsonNull.VALUE : document.getOrDefault(VERSION, BsonNull.VALUE);
    }

    private static MongoCollection<BsonDocument> collection(MongoDatabase database) {
        return database.getCollection(COLLECTION, BsonDocument.class);
    }

    private static int number(BsonValue stored) {
        return stored.isNumber() ? stored.asNumber().intValue() : NONE;
    }
}
