package io.confab.domain.friend;

import io.quarkus.mongodb.panache.common.MongoEntity;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.codecs.pojo.annotations.BsonProperty;

/** A friend invite: collection {@code uni-im-friend-invite}. Its id derives from the two users, so a pair has one. */
@MongoEntity(collection = FriendInvite.COLLECTION)
public class FriendInvite {
    public static final String COLLECTION = "uni-im-friend-invite";
    public static final int WAITING = 0;

    @BsonId
    public String id;

    @BsonProperty("from_uid")
    public String fromUid;

    @BsonProperty("to_uid")
    public String toUid;

    public String message;
    public int state;

    /** Spelled so in the original collection. */
    @BsonProperty("creat_time")
    public long creatTime;

    @BsonProperty("update_time")
    public long updateTime;
}
