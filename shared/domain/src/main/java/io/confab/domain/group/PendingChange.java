package io.confab.domain.group;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.bson.BsonValue;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.codecs.pojo.annotations.BsonProperty;

/**
 * A pending change of a group: stored with the group by the write that decides it, and carried out by {@code GroupChanges}. No
 * two pending changes of a group name the same user.
 */
@RegisterForReflection
public class PendingChange {
    private static final int MAX_TRIES = 5;

    private static final long ABANDONED_AFTER_MILLIS = 10_000;

    /** What a change does. */
    public enum Kind {
        /** Users become members. */
        JOIN("join"),
        /** Memberships end. */
        LEAVE("leave"),
        /** Memberships get another role or are muted. */
        UPDATE("update"),
        /** Only the announcement is left to do: the change does not hold up others. */
        NOTICE("notice");

        private final String stored;

        Kind(String stored) {
            this.stored = stored;
        }
    }

    /** Stored as {@code _id}. Also identifies the announcement, so that it is stored once. */
    @BsonId
    public String id;

    /** The name of {@link #kind()}. */
    @BsonProperty("kind")
    public String kindName;

    @BsonProperty("by_uid")
    public String byUid;

    /** The users whom the change is about. */
    @BsonProperty("user_ids")
    public List<String> userIds;

    public long time;

    /** The app of the announcement. */
    public String appid;

    /** The {@code action} of the announcement; absent for a change without one. */
    public String action;

    /** The announcement's body, if it does not list users. */
    public BsonValue body;

    /** The users whom the announcement lists, when they are known. */
    public List<String> about;

    /** How many counted tries did not finish; absent for none. */
    public Integer tries;

    /** When the last of {@link #tries} began. */
    @BsonProperty("tried_time")
    public Long triedTime;

    /** The memberships that end or change. */
    public List<Membership> memberships;

    /** Joins: for each of {@link #userIds} the change by which they had left before; empty for a user who was never a member. */
    @BsonProperty("left_by")
    public List<String> leftBy;

    /** Joins: the request that the join grants, and its time. */
    @BsonProperty("request_id")
    public String requestId;

    @BsonProperty("request_time")
    public Long requestTime;

    /** The group's {@code change_no} of this change. */
    public long no;

    /** One membership of one user, and its change. */
    @RegisterForReflection
    public static class Membership {
        @BsonId
        public String id;

        /** The join that created it; distinguishes it from a later membership of the same user. */
        @BsonProperty("join_id")
        public String joinId;

        public List<String> role;

        @BsonProperty("mute_type")
        public Integer muteType;

        /** The change by which the user left; absent if the membership continues. */
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

    /**
     * What this change does. A name that is not known, which another version of the program has stored, counts as {@link
     * Kind#UPDATE}: the parts of an update that the change has are carried out.
     */
    public Kind kind() {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.stored.equals(kindName))
                .findFirst()
                .orElse(Kind.UPDATE);
    }

    /** A new change of this kind, to be filled in. */
    public static PendingChange of(Kind kind) {
        PendingChange change = new PendingChange();
        change.kindName = kind.stored;
        return change;
    }

    public int triesSoFar() {
        return tries == null ? 0 : tries;
    }

    /** Whether its own call and the last try were long enough ago for another process to try; the pause grows with each try. */
    public boolean isDue(long now) {
        long since = triedTime == null ? time : triedTime;
        return since < now - (ABANDONED_AFTER_MILLIS << Math.min(triesSoFar(), MAX_TRIES));
    }

    /** Whether this is the last try, if it fails. */
    public boolean isAtLastTry() {
        return triesSoFar() >= MAX_TRIES;
    }

    /** Whether all tries, including the last, were interrupted. */
    public boolean isTriedEnough() {
        return triesSoFar() > MAX_TRIES;
    }

    /** Whether everything is done except an announcement that has failed before. */
    public boolean isOnlyUnannounced() {
        return kind() == Kind.NOTICE && tries != null;
    }

    /**
     * What is left of this change when everything is done except its announcement.
     *
     * @param listed the users whom it lists; empty if its body is known
     */
    public PendingChange unannounced(List<String> listed, long now) {
        PendingChange left = of(Kind.NOTICE);
        left.id = id;
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
        return kind() == Kind.LEAVE;
    }

    boolean concerns(GroupMember member) {
        return memberships != null
                && memberships.stream()
                        .anyMatch(membership ->
                                membership.id.equals(member.id) && Objects.equals(membership.joinId, member.joinId));
    }
}
