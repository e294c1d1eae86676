package io.confab.domain.group;

import io.confab.domain.message.Position;
import io.confab.domain.user.AvatarFile;
import io.quarkus.mongodb.panache.common.MongoEntity;
import java.util.List;
import org.bson.BsonValue;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.codecs.pojo.annotations.BsonIgnore;
import org.bson.codecs.pojo.annotations.BsonProperty;

/** A group and the head of its conversation: collection {@code uni-im-group} (docs/schema.md). */
@MongoEntity(collection = Group.COLLECTION)
public class Group {
    public static final String COLLECTION = "uni-im-group";

    @BsonId
    public String id;

    /** The creator. */
    @BsonProperty("user_id")
    public String userId;

    public String name;
    public String introduction;

    /** {@code {content,create_time}}. */
    public BsonValue notification;

    @BsonProperty("avatar_file")
    public AvatarFile avatarFile;

    @BsonProperty("join_option")
    public String joinOption;

    @BsonProperty("mute_all_members")
    public Boolean muteAllMembers;

    public String type;

    @BsonProperty("create_time")
    public long createTime;

    /** {@code <creator>#<unique_id or _id>}, unique: a repeated creation makes one group. */
    @BsonProperty("create_key")
    public String createKey;

    /** Joins that were promised and not yet seen through: finished by whoever touches the group next. */
    @BsonProperty("pending_joins")
    public List<PendingJoin> pendingJoins;

    @BsonProperty("dissolved_time")
    public Long dissolvedTime;

    // The head of the group's conversation, as in Conversation.

    @BsonProperty("last_seq")
    public Long lastSeq;

    @BsonProperty("last_n")
    public Long lastN;

    @BsonProperty("update_time")
    public Long updateTime;

    @BsonProperty("last_time")
    public Long lastTime;

    /** Up to when the group's rate is used (microseconds); absent without a limit. */
    @BsonProperty("rate_time")
    public Long rateTime;

    @BsonProperty("last_msg_note")
    public String lastMsgNote;

    /** People who are to become members by one call. */
    public static class PendingJoin {
        /** Stored as {@code _id}. Also the {@code unique_id} of the join notice, so that it is stored once. */
        @BsonId
        public String id;

        @BsonProperty("by_uid")
        public String byUid;

        @BsonProperty("user_ids")
        public List<String> userIds;

        public long time;

        /** The app in which the notice is sent. */
        public String appid;
    }

    public Position position() {
        return new Position(
                lastSeq == null ? 0 : lastSeq,
                lastN == null ? 0 : lastN,
                0,
                lastTime == null ? 0 : lastTime,
                rateTime == null ? 0 : rateTime);
    }

    @BsonIgnore
    public boolean isDissolved() {
        return dissolvedTime != null;
    }
}
