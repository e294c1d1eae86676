package io.confab.domain.group;

import io.confab.domain.storage.WrittenByOthers;
import io.quarkus.mongodb.panache.common.MongoEntity;
import java.util.List;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.codecs.pojo.annotations.BsonIgnore;
import org.bson.codecs.pojo.annotations.BsonProperty;

/**
 * A membership: collection {@code uni-im-group-member} (docs/schema.md). It alone decides whether a user is a member. A former
 * member keeps a document under the same key, which no query by group or user finds; it prevents an interrupted join from
 * overwriting a later state.
 */
@MongoEntity(collection = GroupMember.COLLECTION)
public class GroupMember {
    public static final String COLLECTION = "uni-im-group-member";
    public static final String CREATOR = "creator";
    public static final String ADMIN = "admin";

    @BsonId
    public String id;

    /** {@code <group_id>#<user_id>}, unique: nobody is a member twice. */
    @BsonProperty("member_key")
    public String memberKey;

    @BsonProperty("group_id")
    public String groupId;

    @BsonProperty("user_id")
    public String userId;

    @WrittenByOthers
    public List<String> role;

    /** 1: muted, may not send. Stays when the member leaves, so nobody becomes unmuted by leaving and joining again. */
    @BsonProperty("mute_type")
    @WrittenByOthers(otherwise = "1")
    public Integer muteType;

    @BsonProperty("create_time")
    @WrittenByOthers
    public long createTime;

    /** Time of the member's last message, written at most once an hour. */
    @BsonProperty("active_time")
    @WrittenByOthers
    public Long activeTime;

    /** The join that created this membership. */
    @BsonProperty("join_id")
    public String joinId;

    /** The read mark that joining sets; used when the conversation document is created. */
    @BsonProperty("join_seq")
    public long joinSeq;

    @BsonProperty("join_n")
    public long joinN;

    /**
     * The member's do-not-disturb. It is stored here, not with the conversation, so that a hop reads it with its page of
     * members.
     */
    @BsonProperty("do_not_disturb")
    public Boolean doNotDisturb;

    /**
     * The change by which the member left; after it, {@link #groupId} and {@link #userId} have values that no query looks for.
     */
    @BsonProperty("left_by")
    public String leftBy;

    /** The change that last set role and mute. */
    @BsonProperty("role_no")
    public Long roleNo;

    public static String key(String groupId, String userId) {
        return groupId + "#" + userId;
    }

    /** The user whose membership it is or was. */
    public String uidOfKey() {
        return memberKey.substring(memberKey.indexOf('#') + 1);
    }

    @BsonIgnore
    public boolean isMember() {
        return leftBy == null;
    }

    @BsonIgnore
    public boolean isCreator() {
        return role != null && role.contains(CREATOR);
    }

    /** Creator or admin: may send although muted, revoke others' messages, and mention everyone. */
    @BsonIgnore
    public boolean isManager() {
        return role != null && (role.contains(CREATOR) || role.contains(ADMIN));
    }

    /** Whether an admin has forbidden the member to send. */
    @BsonIgnore
    public boolean isMuted() {
        return muteType != null && muteType > 0;
    }

    /** Whether the member has do-not-disturb ({@code mute}) for the group: vendors push only what mentions the member. */
    @BsonIgnore
    public boolean isQuiet() {
        return Boolean.TRUE.equals(doNotDisturb);
    }
}
