package io.confab.domain.friend;

import io.confab.domain.ids.Hashes;
import io.confab.domain.storage.WrittenByOthers;
import io.quarkus.mongodb.panache.common.MongoEntity;
import java.util.Date;
import java.util.List;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.codecs.pojo.annotations.BsonIgnore;
import org.bson.codecs.pojo.annotations.BsonProperty;

/** One direction of a friendship: collection {@code uni-im-friend} (docs/schema.md). */
@MongoEntity(collection = Friend.COLLECTION)
public class Friend {
    public static final String COLLECTION = "uni-im-friend";

    /**
     * Two users have become friends: the notification's {@code subType}, and the kind of its request id, with {@code
     * create_time}.
     */
    public static final String ADDED = "uni-im-friend-add";

    /** A friendship has ended: the kind of the push's request id, with {@code update_time}. */
    public static final String REMOVED = "uni-im-friend-delete";

    /** The longest {@link #mark} and {@link #className}. */
    public static final int MAX_NAME = 30;

    private static final int ID_LENGTH = 24;

    @BsonId
    public String id;

    /** {@code <user_id>#<friend_uid>}, unique. */
    @BsonProperty("friend_key")
    public String friendKey;

    @BsonProperty("user_id")
    public String userId;

    @BsonProperty("friend_uid")
    public String friendUid;

    @WrittenByOthers
    public String mark;

    @BsonProperty("class_name")
    @WrittenByOthers
    public String className;

    /** When the invite was accepted. */
    @BsonProperty("create_time")
    @WrittenByOthers
    public long createTime;

    /** When the friendship ended. */
    @BsonProperty("update_time")
    public Long updateTime;

    /** The friendship has ended: the document does not count any more, and is deleted soon. */
    public Boolean deleted;

    /** The number up to which the removal hides the conversation. */
    @BsonProperty("hide_seq")
    public Long hideSeq;

    /** Both users, from the removal until it is completely carried out. */
    public List<String> removing;

    @BsonProperty("expire_at")
    public Date expireAt;

    public static String key(String uid, String friendUid) {
        return uid + "#" + friendUid;
    }

    /** The id of the document that an acceptance at this time creates, whichever call creates it. */
    static String id(String uid, String friendUid, long acceptTime) {
        return Hashes.md5(key(uid, friendUid) + "," + acceptTime).substring(0, ID_LENGTH);
    }

    @BsonIgnore
    public boolean isDeleted() {
        return Boolean.TRUE.equals(deleted);
    }

    @BsonIgnore
    boolean isRemovalUnfinished() {
        return isDeleted() && removing != null;
    }
}
