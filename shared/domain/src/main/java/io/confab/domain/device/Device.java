package io.confab.domain.device;

import io.quarkus.mongodb.panache.common.MongoEntity;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.codecs.pojo.annotations.BsonProperty;

/**
 * A user's device and how it is reached: collection {@code uni-id-device} (contract sections 5, 6 and 7). A record is
 * (user, device id): the same hardware used by two users is two records.
 */
@MongoEntity(collection = Device.COLLECTION)
public class Device {
    public static final String COLLECTION = "uni-id-device";

    /** Begins the cid of a device without a {@code push_clientid}. */
    public static final String OWN_CID_PREFIX = "ws_";

    @BsonId
    public String id;

    /** {@code <user_id>#<device_id>}, unique. */
    @BsonProperty("device_key")
    public String deviceKey;

    @BsonProperty("user_id")
    public String userId;

    @BsonProperty("device_id")
    public String deviceId;

    public String appid;
    public String platform;

    @BsonProperty("push_clientid")
    public String pushClientid;

    /** {@link #cid()}, unique: a push client id belongs to one record. */
    @BsonProperty("cid_key")
    public String cidKey;

    /** Nothing is pushed after this time (milliseconds). */
    @BsonProperty("token_expired")
    public long tokenExpired;

    /** The open connection of the online channel, absent when there is none. */
    @BsonProperty("connection_id")
    public String connectionId;

    /** {@code sns} or {@code unipush}: the vendor channel that reaches this device when it is not connected. */
    public String channel;

    /** The device's address at its vendor channel. */
    public String endpoint;

    /** The name a push report gives this device: its {@code push_clientid}, else {@code ws_} and its id. */
    public static String cid(String pushClientid, String id) {
        return pushClientid == null ? OWN_CID_PREFIX + id : pushClientid;
    }

    public static String key(String userId, String deviceId) {
        return userId + "#" + deviceId;
    }

    public String cid() {
        return cid(pushClientid, id);
    }
}
