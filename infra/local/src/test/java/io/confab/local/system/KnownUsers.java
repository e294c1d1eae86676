package io.confab.local.system;

import com.mongodb.client.MongoDatabase;
import java.util.List;
import org.bson.Document;

/** Users that an operator stored before the server started. */
final class KnownUsers {
    private KnownUsers() {}

    static void insert(MongoDatabase database) {
        database.getCollection("uni-id-users")
                .insertMany(List.of(
                        user(Confab.BANNED).append("status", 1),
                        user(Confab.CUSTOMER_SERVICE),
                        user(Confab.SUPERUSER).append("role", List.of("uni-im-admin"))));
    }

    private static Document user(String uid) {
        return new Document("_id", uid).append("username", uid);
    }
}
