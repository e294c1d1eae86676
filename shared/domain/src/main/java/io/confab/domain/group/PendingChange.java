package io.confab.domain.group;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Objects;
import org.bson.BsonValue;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.codecs.pojo.annotations.BsonProperty;

/**
 * A change of a group that was promised: stored with the group in the write that decides it, and seen through by {@code
 * GroupChanges}. No two pending changes of a group name the same person.
 */
@RegisterForReflection
public class PendingChange {
    private static final int MAX_TRIES = 5;

    private static final long ABANDONED_AFTER_MILLIS = 10_000;

    /** People become members. */
    public static final String JOIN = "join";

    /** Memberships end. */
    public static final String LEAVE = "leave";

    /** Memberships get another role or are muted. */
    public static final String UPDATE = "update";

    /** Nothing but the announcement is left to do: it stands in nobody's way. */
    public static final String NOTICE = "notice";

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

    /** The announcement's body, where it does not list people. */
    public BsonValue body;

    /** Whom the announcement lists, once that is known. */
    public List<String> about;

    /** How often it was tried and not finished, but for tries that nobody had to count; absent for none. */
    public Integer tries;

    /** When the last of {@link #tries} began. */
    @BsonProperty("tried_time")
    public Long triedTime;

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

        /** The change by which the person had left; absent for a stay that goes on. */
        @BsonProperty("left_by")
        public String leftBy;

        public static Membership of(GroupMember member) {
            Membership membership = new Membership();
            membership.id = member.id;
            membership.joinId = member.joinId;
            membership.leftBy = member.leftBy;
            return membership;
        }
    }

    public int triesSoFar() {
        return tries == null ? 0 : tries;
    }

    /** Whether its own call and the last try are so long ago that somebody else may try: longer after each try. */
    public boolean isDue(long now) {
        long since = triedTime == null ? time : triedTime;
        return since < now - (ABANDONED_AFTER_MILLIS << Math.min(triesSoFar(), MAX_TRIES));
    }

    /** Whether this was the last try, should it fail. */
    public boolean isAtLastTry() {
        return triesSoFar() >= MAX_TRIES;
    }

    /** Whether no try has come to its end, not even the last. */
    public boolean isTriedEnough() {
        return triesSoFar() > MAX_TRIES;
    }

    /** Whether all is done but an announcement that has failed before. */
    public boolean isOnlyUnannounced() {
        return NOTICE.equals(kind) && tries != null;
    }

    /**
     * What is left of this change when all is done but its announcement.
     *
     * @param listed whom it lists; empty where its body is known
     */
    public PendingChange unannounced(List<String> listed, long now) {
        PendingChange left = new PendingChange();
        left.id = id;
        left.kind = NOTICE;
        left.byUid = byUid;
        left.userIds = List.of();
        left.time = time;
        left.appid = appid;
        left.action = action;
        left.body = listed.isEmpty() ? body : null;
        left.about = listed.isEmpty() ? null : listed;
        left.tries = Math.max(1, triesSoFar());
        left.triedTime = now;
        return left;
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
