package io.confab.domain.friend;

import io.quarkus.mongodb.panache.common.MongoEntity;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.codecs.pojo.annotations.BsonProperty;

/** One direction of a friendship: collection {@code uni-im-friend}. */
@MongoEntity(collection = Friend.COLLECTION)
public class Friend {
    public static final String COLLECTION = "uni-im-friend";

    @BsonId
    public String id;

    /** {@code <user_id>#<friend_uid>}, unique. */
    @BsonProperty("friend_key")
    public String friendKey;

    @BsonProperty("user_id")
    public String userId;

    @BsonProperty("friend_uid")
    public String friendUid;

    @BsonProperty("create_time")
    public long createTime;

    public static String key(String uid, String friendUid) {
        return uid + "#" + friendUid;
    }
}
