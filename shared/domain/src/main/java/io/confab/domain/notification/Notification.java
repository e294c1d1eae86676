package io.confab.domain.notification;

import io.confab.domain.storage.WrittenByOthers;
import io.quarkus.mongodb.panache.common.MongoEntity;
import org.bson.BsonValue;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.codecs.pojo.annotations.BsonProperty;

/** A stored notification: collection {@code uni-im-notification} (docs/schema.md). */
@MongoEntity(collection = Notification.COLLECTION)
public class Notification {
    public static final String COLLECTION = "uni-im-notification";

    @BsonId
    public String id;

    /** Unique. A later notification with the same value replaces this one; by default it is the id. */
    @BsonProperty("unique_key")
    public String uniqueKey;

    @BsonProperty("user_id")
    public String userId;

    @WrittenByOthers
    public String title;

    @WrittenByOthers
    public String content;

    public BsonValue payload;

    @WrittenByOthers
    public String sound;

    @BsonProperty("open_url")
    @WrittenByOthers
    public String openUrl;

    @WrittenByOthers
    public String path;

    @BsonProperty("is_read")
    @WrittenByOthers
    public boolean read;

    /** When the document that it is about came into the state that it tells; absent if it is about none. */
    @BsonProperty("about_time")
    public Long aboutTime;

    @BsonProperty("create_time")
    @WrittenByOthers
    public long createTime;
}
