package io.confab.domain.friend;

import io.confab.domain.ids.ConversationIds;
import io.confab.domain.storage.WrittenByOthers;
import io.quarkus.mongodb.panache.common.MongoEntity;
import java.util.List;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.codecs.pojo.annotations.BsonIgnore;
import org.bson.codecs.pojo.annotations.BsonProperty;

/**
 * A friend invite: collection {@code uni-im-friend-invite}. Its id is derived from the two users, so there is at most one in
 * each direction.
 */
@MongoEntity(collection = FriendInvite.COLLECTION)
public class FriendInvite {
    public static final String COLLECTION = "uni-im-friend-invite";

    @BsonId
    public String id;

    @BsonProperty("from_uid")
    public String fromUid;

    @BsonProperty("to_uid")
    public String toUid;

    @WrittenByOthers
    public String message;

    @WrittenByOthers
    public int state;

    /** The original collection has this spelling. */
    @BsonProperty("creat_time")
    @WrittenByOthers
    public long creatTime;

    @BsonProperty("update_time")
    @WrittenByOthers
    public long updateTime;

    /** Both users, from the acceptance until it is completely carried out. */
    public List<String> unfinished;

    /** md5 of the JSON array {@code ["from_uid","to_uid"]} (docs/rules.md#ids). */
    static String id(String fromUid, String toUid) {
        return ConversationIds.pair(fromUid, toUid);
    }

    @BsonIgnore
    boolean isUnfinished() {
        return unfinished != null;
    }
}
