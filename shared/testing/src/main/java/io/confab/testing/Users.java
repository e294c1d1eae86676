package io.confab.testing;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/** Stores users and their devices by the plain driver, in the shape of docs/schema.md. */
public final class Users {
    /** The default app of devices. */
    public static final String APP = "__UNI__CONFAB";

    private static final long FAR_FUTURE = 4_102_444_800_000L;

    private final MongoDatabase database;

    public Users(MongoDatabase database) {
        this.database = database;
    }

    /** Stores users who are not banned and whose id, username and nickname are equal. */
    public void add(String... uids) {
        for (String uid : uids) {
            add(uid, Map.of());
        }
    }

    /** Stores a user, with further fields; replaces an earlier one of that id. */
    public void add(String uid, Map<String, ?> fields) {
        Document user = new Document("_id", uid)
                .append("username", uid)
                .append("nickname", uid)
                .append("status", 0)
                .append("role", List.of())
                .append("register_date", 1_700_000_000_000L);
        user.putAll(fields);
        replace("uni-id-users", user);
    }

    /** Stores a device that is connected by {@code connectionId}; returns its record's id. */
    public String connected(String uid, String deviceId, String connectionId) {
        return device(uid, deviceId, Map.of("connection_id", connectionId));
    }

    /** Stores a device that only a vendor's channel reaches; returns its record's id. */
    public String offline(String uid, String deviceId, String channel, String endpoint) {
        return device(uid, deviceId, Map.of("channel", channel, "endpoint", endpoint));
    }

    /** Stores a device of {@link #APP} whose token does not end soon, with further fields; returns its record's id. */
    public String device(String uid, String deviceId, Map<String, ?> fields) {
        String id = "dev_" + uid + "_" + deviceId;
        Document device = new Document("_id", id)
                .append("device_key", uid + "#" + deviceId)
                .append("user_id", uid)
                .append("device_id", deviceId)
                .append("appid", APP)
                .append("platform", "web")
                .append("token_expired", FAR_FUTURE);
        device.putAll(fields);
        device.putIfAbsent("cid_key", device.get("push_clientid", "ws_" + id));
        replace("uni-id-device", device);
        return id;
    }

    private void replace(String collection, Document document) {
        MongoCollection<Document> documents = database.getCollection(collection);
        documents.replaceOne(Filters.eq("_id", document.get("_id")), document, new ReplaceOptions().upsert(true));
    }
}
