package io.confab.domain.pending;

import io.quarkus.mongodb.panache.common.MongoEntity;
import java.util.Date;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.codecs.pojo.annotations.BsonProperty;

/** A push that waits until its device connects: collection {@code confab-pending} (docs/schema.md). */
@MongoEntity(collection = PendingPush.COLLECTION)
public class PendingPush {
    public static final String COLLECTION = "confab-pending";

    /** Derived from the push and the device, so that it is kept once. */
    @BsonId
    public String id;

    /** The {@code _id} of the device's record. */
    public String device;

    /** The push as JSON text, {@code {title,content,payload}}. */
    public String push;

    @BsonProperty("create_time")
    public long createTime;

    /** It is not delivered after this time. */
    @BsonProperty("expire_at")
    public Date expireAt;
}
