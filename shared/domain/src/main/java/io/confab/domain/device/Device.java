package io.confab.domain.device;

import io.quarkus.mongodb.panache.common.MongoEntity;
import java.time.Duration;
import java.util.Date;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.codecs.pojo.annotations.BsonProperty;

/**
 * A user's device and how it is reached: collection {@code uni-id-device} (docs/rules.md#accounts, docs/schema.md,
 * docs/api/README.md#online-channel). A record belongs to one user and one device id: a device that two users use has two
 * records.
 */
@MongoEntity(collection = Device.COLLECTION)
public class Device {
    public static final String COLLECTION = "uni-id-device";

    /**
     * The age at which a connection counts as closed: API Gateway closes one after two hours, but does not always tell.
     */
    static final Duration MAX_CONNECTION = Duration.ofMinutes(125);

    /** How long a record is kept after its last use. */
    static final Duration KEPT = Duration.ofDays(30);

    /** The beginning of the cid of a device without a {@code push_clientid}. */
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

    /** No open connection gets anything after this time (milliseconds). */
    @BsonProperty("token_expired")
    public long tokenExpired;

    /** No vendor is told anything after this time (milliseconds); absent: after the token's end. */
    @BsonProperty("push_until")
    public Long pushUntil;

    /** The open connection of the online channel; absent if there is none. */
    @BsonProperty("connection_id")
    public String connectionId;

    /** When that connection was opened (milliseconds). */
    @BsonProperty("connected_at")
    public Long connectedAt;

    /** How the device is reached when it is not connected, see {@link VendorAddress}. */
    public String channel;

    /** The device's token at its vendor channel. */
    public String endpoint;

    /** Identifies the endpoint; unique, because an endpoint belongs to one record. */
    @BsonProperty("endpoint_key")
    public String endpointKey;

    /** Where the endpoint is registered at SNS. */
    @BsonProperty("sns_arn")
    public String snsArn;

    /** True if that registration was repaired; it is repaired once. */
    @BsonProperty("sns_repaired")
    public Boolean snsRepaired;

    /** How often its push service has refused our signature since it last accepted a push. */
    @BsonProperty("webpush_refusals")
    public Integer webpushRefusals;

    /** True if pushes wait for the next connection. */
    @BsonProperty("pending_push")
    public Boolean pendingPush;

    /** The sid of the token that last connected, registered or extended this record. */
    public String sid;

    /** When the device was last connected, disconnected, registered, extended or signed out (milliseconds). */
    @BsonProperty("last_time")
    public Long lastTime;

    /** When this record may be deleted: the later of its last use and its token's end, plus {@link #KEPT}. */
    @BsonProperty("forget_at")
    public Date forgetAt;

    /** When a record with this last use and this end of its token may be deleted (milliseconds). */
    public static Date forgetAt(long lastTime, long tokenExpired) {
        return new Date(Math.max(lastTime, tokenExpired) + KEPT.toMillis());
    }

    /** Whether something may be pushed over the open connection at this time. */
    public boolean isOnlineUntil(long time) {
        return tokenExpired > time;
    }

    /** Whether something may be pushed by any channel at this time. */
    public boolean isInReach(long time) {
        return tokenExpired > time || (pushUntil != null && pushUntil > time);
    }

    /** The name of this device in the report of a push: its {@code push_clientid}, else {@code ws_} and its id. */
    public static String cid(String pushClientid, String id) {
        return pushClientid == null ? OWN_CID_PREFIX + id : pushClientid;
    }

    public static String key(String userId, String deviceId) {
        return userId + "#" + deviceId;
    }

    public String cid() {
        return cid(pushClientid, id);
    }

    /**
     * Whether the device has an open connection that is not older than a connection can be. A record of an earlier version has
     * no {@link #connectedAt}; it was last used when it connected, or later.
     */
    public boolean isOnline(long now) {
        Long since = connectedAt == null ? lastTime : connectedAt;
        return connectionId != null && since != null && since > now - MAX_CONNECTION.toMillis();
    }
}
