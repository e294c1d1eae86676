package io.confab.domain.rate;

import io.quarkus.mongodb.panache.common.MongoEntity;
import java.util.Date;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.codecs.pojo.annotations.BsonProperty;

/** A slot that was taken, or the sum of a day: collection {@code confab-rate}. */
@MongoEntity(collection = RateSlot.COLLECTION)
public class RateSlot {
    public static final String COLLECTION = "confab-rate";

    @BsonId
    public String id;

    /** The sum of a day: for how many bytes the user got permission to upload. */
    public Long bytes;

    @BsonProperty("expire_at")
    public Date expireAt;
}
