package io.confab.domain.group;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Objects;
import org.bson.BsonValue;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.codecs.pojo.annotations.BsonProperty;

/**
 * A change of a group that was promised: stored with the group in the write that decides it, and seen through by {@link
 * GroupChanges}. No two pending changes of a group name the same person.
 */
@RegisterForReflection
public class PendingChange {
    /** People become members. */
    static final String JOIN = "join";

    /** Memberships end. */
    static final String LEAVE = "leave";

    /** Memberships get another role or are muted. */
    static final String UPDATE = "update";

    /** Nothing but the announcement is left to do. */
    static final String NOTICE = "notice";

    /** Stored as {@code _id}. Also names the announcement, so that it is stored once. */
    @BsonId
    public String id;

    public String kind;

    @BsonProperty("by_uid")
    public String byUid;

    /** Whom the change is about. */
    @BsonProperty("user_ids")
    public List<String> userIds;

    public long time;

    /** The app in which the announcement is sent. */
    public String appid;

    /** What is announced; nothing when absent. */
    public String action;

    /** The announcement's body; that of a join is made when it is known who joined. */
    public BsonValue body;

    /** The memberships that end or change. */
    public List<Membership> memberships;

    /** Joins: by which change each of {@link #userIds} had left before; empty for who was never in. */
    @BsonProperty("left_by")
    public List<String> leftBy;

    /** Joins: the request that is granted by it, and its time. */
    @BsonProperty("request_id")
    public String requestId;

    @BsonProperty("request_time")
    public Long requestTime;

    /** The group's {@code change_no} of this change. */
    public long no;

    /** One person's one stay in the group, and what becomes of it. */
    @RegisterForReflection
    public static class Membership {
        @BsonId
        public String id;

        /** Which join made it: tells it from a later one of the same person. */
        @BsonProperty("join_id")
        public String joinId;

        public List<String> role;

        @BsonProperty("mute_type")
        public Integer muteType;

        public static Membership of(GroupMember member) {
            Membership membership = new Membership();
            membership.id = member.id;
            membership.joinId = member.joinId;
            return membership;
        }
    }

    boolean isLeave() {
        return LEAVE.equals(kind);
    }

    boolean concerns(GroupMember member) {
        return memberships != null
                && memberships.stream()
                        .anyMatch(membership ->
                                membership.id.equals(member.id) && Objects.equals(membership.joinId, member.joinId));
    }
}
