package io.confab.domain.once;

import io.quarkus.mongodb.panache.common.MongoEntity;
import java.util.Date;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.codecs.pojo.annotations.BsonProperty;

/** A piece of work that is to be done once: collection {@code confab-once}. */
@MongoEntity(collection = OnceRun.COLLECTION)
public class OnceRun {
    public static final String COLLECTION = "confab-once";
    public static final String RUNNING = "running";
    public static final String DONE = "done";

    /** Names the work. */
    @BsonId
    public String id;

    public String state;

    /** While it runs: no other run may take it over before this time (milliseconds). */
    @BsonProperty("lease_until")
    public long leaseUntil;

    /** The record is deleted after this time. */
    @BsonProperty("expire_at")
    public Date expireAt;
}
