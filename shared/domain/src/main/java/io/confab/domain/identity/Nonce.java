package io.confab.domain.identity;

import io.quarkus.mongodb.panache.common.MongoEntity;
import java.util.Date;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.codecs.pojo.annotations.BsonProperty;

/** A nonce that was used: collection {@code confab-nonce}. */
@MongoEntity(collection = Nonce.COLLECTION)
public class Nonce {
    public static final String COLLECTION = "confab-nonce";

    @BsonId
    public String id;

    @BsonProperty("expire_at")
    public Date expireAt;
}
