package io.confab.domain.group;

import io.confab.domain.message.Position;
import io.confab.domain.storage.WrittenByOthers;
import io.confab.domain.text.Folding;
import io.confab.domain.user.AvatarFile;
import io.quarkus.mongodb.panache.common.MongoEntity;
import java.util.List;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
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

    @WrittenByOthers
    public String name;

    /** {@link #name} as searches compare it; absent in records that other tools have written. */
    @BsonProperty("folded_name")
    @WrittenByOthers
    public String foldedName;

    @WrittenByOthers
    public String introduction;

    /** {@code {content,create_time}}. */
    public BsonValue notification;

    @BsonProperty("avatar_file")
    @WrittenByOthers
    public AvatarFile avatarFile;

    /** One that cannot be read is none of {@link JoinOptions}, and so needs permission. */
    @BsonProperty("join_option")
    @WrittenByOthers(otherwise = "unreadable")
    public String joinOption;

    @BsonProperty("mute_all_members")
    @WrittenByOthers(otherwise = "true")
    public Boolean muteAllMembers;

    @WrittenByOthers
    public String type;

    @BsonProperty("create_time")
    @WrittenByOthers
    public long createTime;

    /** {@code <creator>#<unique_id or _id>}, unique: a repeated creation makes one group. */
    @BsonProperty("create_key")
    public String createKey;

    /**
     * Users whom the creation left out because they had blocked the creator, so that a repeat gives the same answer. Absent if
     * there were none.
     */
    @BsonProperty("blocked_at_creation")
    public List<String> blockedAtCreation;

    /** Fields that the operator has defined. */
    public BsonValue ext;

    /** The user who wrote {@link #notification}; absent if it was imported. */
    @BsonProperty("notification_uid")
    public String notificationUid;

    /**
     * Pending changes: decided and stored here, but not yet carried out completely. The next call that reads or changes the
     * group completes them.
     */
    @BsonProperty("pending_changes")
    public List<PendingChange> pendingChanges;

    /**
     * Optimistic lock: a write based on an earlier read succeeds only while this number is unchanged. It grows with every
     * stored change except joins.
     */
    @BsonProperty("change_no")
    public Long changeNo;

    /** How many joins were stored; with {@link #changeNo} the {@link #members version} of who is a member. */
    @BsonProperty("join_no")
    public Long joinNo;

    /**
     * Number of members, and of seats reserved for pending joins; absent in an imported group that nobody has joined or left
     * since.
     */
    @BsonProperty("member_count")
    public Long memberCount;

    /** For each field that was ever changed, a digest of the value that was announced last ({@link GroupSetting}). */
    public BsonValue announced;

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

    /** The time up to which the group's rate is used (microseconds); absent without a limit. */
    @BsonProperty("rate_time")
    public Long rateTime;

    @BsonProperty("last_msg_note")
    public String lastMsgNote;

    /** When what lists show of the group and its messages last changed; only grows. Absent in groups of earlier versions. */
    @BsonProperty("change_time")
    public Long changeTime;

    public Position position() {
        return new Position(headSeq(), headCount(), 0, latestTime(), orZero(rateTime));
    }

    /** Number of the newest message that is recorded here; 0 for none. */
    public long headSeq() {
        return orZero(lastSeq);
    }

    /** Countable messages up to {@link #headSeq}. */
    public long headCount() {
        return orZero(lastN);
    }

    /** When the group or one of its messages last changed; see {@link #changeTime}. */
    public long lastChange() {
        return changeTime != null ? changeTime : Math.max(createTime, Math.max(orZero(updateTime), latestTime()));
    }

    /** No later message or change may have an earlier time than this. */
    public long latestTime() {
        return orZero(lastTime);
    }

    @BsonIgnore
    public boolean isDissolved() {
        return dissolvedTime != null;
    }

    /** Whether the value with this digest is the one that was announced last. */
    public boolean hasAnnounced(String field, String digest) {
        return announced != null
                && announced.isDocument()
                && new BsonString(digest).equals(announced.asDocument().get(field));
    }

    /** A value of {@link #notification}. */
    public static BsonValue notification(String content, long createTime) {
        return new BsonDocument("content", new BsonString(content)).append("create_time", new BsonInt64(createTime));
    }

    /** When {@link #notification} was written; 0 if there is none, or an empty one. */
    public long notificationTime() {
        return notificationContent().isEmpty() || !notification.asDocument().isNumber("create_time")
                ? 0
                : notification.asDocument().getNumber("create_time").longValue();
    }

    /** The text of {@link #notification}; empty if there is none. */
    public String notificationContent() {
        boolean says = notification != null
                && notification.isDocument()
                && notification.asDocument().isString("content");
        return says ? notification.asDocument().getString("content").getValue() : "";
    }

    /** Whether a pending change ends this membership: then it counts as ended. */
    public boolean isLeaving(GroupMember member) {
        return pending().stream().anyMatch(change -> change.isLeave() && change.concerns(member));
    }

    /**
     * Who the members are, as of now; empty while a change is being carried out, because then it depends on the moment of
     * reading. Every change of members is stored here first, and so moves the version.
     */
    public Optional<MembersSeen> members(long now) {
        boolean changing = pending().stream().anyMatch(change -> change.kind() != PendingChange.Kind.NOTICE);
        return changing ? Optional.empty() : Optional.of(new MembersSeen(orZero(changeNo) + orZero(joinNo), now));
    }

    public List<PendingChange> pending() {
        return pendingChanges == null ? List.of() : pendingChanges;
    }

    /** Sets the key under which the name is found. */
    public void fold() {
        String key = Folding.key(name);
        foldedName = key.isEmpty() ? null : key;
    }

    private static long orZero(Long number) {
        return number == null ? 0 : number;
    }
}
