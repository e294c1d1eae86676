package io.confab.local.system;

import com.mongodb.client.MongoDatabase;
import org.bson.Document;

/** A user whom an operator has banned, which no method of a client does. */
final class BannedUser {
    private BannedUser() {}

    static void insert(MongoDatabase database) {
        database.getCollection("uni-id-users")
                .insertOne(new Document("_id", Confab.BANNED)
                        .append("username", Confab.BANNED)
                        .append("status", 1));
    }
}
