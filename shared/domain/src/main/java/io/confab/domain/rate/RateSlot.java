package io.confab.domain.rate;

import io.quarkus.mongodb.panache.common.MongoEntity;
import java.util.Date;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.codecs.pojo.annotations.BsonProperty;

/** A slot that was taken: collection {@code confab-rate}. */
@MongoEntity(collection = RateSlot.COLLECTION)
public class RateSlot {
    public static final String COLLECTION = "confab-rate";

    @BsonId
    public String id;

    @BsonProperty("expire_at")
    public Date expireAt;
}
