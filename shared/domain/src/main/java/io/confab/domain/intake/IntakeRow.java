package io.confab.domain.intake;

import io.quarkus.mongodb.panache.common.MongoEntity;
import java.util.Date;
import org.bson.BsonValue;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.codecs.pojo.annotations.BsonProperty;

/** What another program asks for: collection {@code confab-inbox} (docs/schema.md). Any program writes it, so anything may be in it. */
@MongoEntity(collection = IntakeRow.COLLECTION)
public class IntakeRow {
    public static final String COLLECTION = "confab-inbox";

    @BsonId
    public BsonValue id;

    public BsonValue kind;

    public BsonValue document;

    /** When it was first tried. */
    public Long time;

    public Integer tries;

    /** No other process may try it before this time (milliseconds). */
    @BsonProperty("lease_until")
    public Long leaseUntil;

    /** Why it was refused: an {@code errCode}; absent if it was carried out. */
    public BsonValue refused;

    /** When it is deleted; absent until it is carried out or refused. */
    @BsonProperty("expire_at")
    public Date expireAt;

    public int triesSoFar() {
        return tries == null ? 0 : tries;
    }
}
