package io.confab.domain.rate;

import io.quarkus.mongodb.panache.common.MongoEntity;
import java.util.Date;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.codecs.pojo.annotations.BsonProperty;

/** A slot that was taken, or a day's sum: collection {@code confab-rate}. */
@MongoEntity(collection = RateSlot.COLLECTION)
public class RateSlot {
    public static final String COLLECTION = "confab-rate";

    @BsonId
    public String id;

    /** Of a day: how many bytes the user was permitted to upload. */
    public Long bytes;

    @BsonProperty("expire_at")
    public Date expireAt;
}
