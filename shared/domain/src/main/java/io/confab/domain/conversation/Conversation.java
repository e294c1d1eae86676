package io.confab.domain.conversation;

import io.confab.domain.message.Message;
import io.confab.domain.message.Position;
import io.confab.domain.message.SeenMessage;
import io.quarkus.mongodb.panache.common.MongoEntity;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.codecs.pojo.annotations.BsonIgnore;
import org.bson.codecs.pojo.annotations.BsonProperty;

/**
 * One user's side of a conversation: collection {@code uni-im-conversation} (docs/schema.md).
 *
 * <p>A single chat's head is kept on both sides' documents, a group's on the group.
 */
@MongoEntity(collection = Conversation.COLLECTION)
public class Conversation {
    public static final String COLLECTION = "uni-im-conversation";
    public static final int SINGLE = 1;
    public static final int GROUP = 2;

    @BsonId
    public String documentId;

    /** {@code <user_id>#<id>}, unique. */
    @BsonProperty("user_key")
    public String userKey;

    @BsonProperty("id")
    public String conversationId;

    public int type;

    @BsonProperty("user_id")
    public String userId;

    @BsonProperty("friend_uid")
    public String friendUid;

    @BsonProperty("group_id")
    public String groupId;

    @BsonProperty("create_time")
    public long createTime;

    // The head of a single chat; absent in groups.

    /** Number of the newest message that is recorded here. May be older than the newest message, never newer. */
    @BsonProperty("last_seq")
    public Long lastSeq;

    /** Countable messages up to {@link #lastSeq}. */
    @BsonProperty("last_n")
    public Long lastN;

    /** The user who sent the newest message. */
    @BsonProperty("last_from_uid")
    public String lastFromUid;

    /** How many of {@link #lastN} {@link #lastFromUid} sent. */
    @BsonProperty("last_own_n")
    public Long lastOwnN;

    /** Time of the newest message. */
    @BsonProperty("update_time")
    public Long updateTime;

    /** No later message or change may have an earlier time. */
    @BsonProperty("last_time")
    public Long lastTime;

    @BsonProperty("last_msg_note")
    public String lastMsgNote;

    /** No message above this number was ever revoked. */
    @BsonProperty("revoke_seq")
    public Long revokeSeq;

    /** No message above this number mentions me. */
    @BsonProperty("mentioned_seq")
    public Long mentionedSeq;

    // My own state.

    /** My read mark: everything up to this number is read. */
    @BsonProperty("read_seq")
    public Long readSeq;

    /** Up to my read mark: how many countable messages the other user (single chat) or anyone (group) had sent. */
    @BsonProperty("read_n")
    public Long readN;

    /** Single chats: the other user's read mark, as last recorded here. */
    @BsonProperty("peer_read_seq")
    public Long peerReadSeq;

    /** When my mark last moved. */
    @BsonProperty("read_time")
    public Long readTime;

    /** The conversation is shown while its newest number is larger than this; −1 shows an empty conversation. */
    @BsonProperty("hidden_at_seq")
    public Long hiddenAtSeq;

    /**
     * Single chats: true at least while the conversation is to be shown; absent in sides of earlier versions. Only selects what
     * a list reads: whether it is shown is decided by {@link #lastSeq} and {@link #hiddenAtSeq}.
     */
    public Boolean shown;

    /**
     * True at least while a list must count this side: groups, unless I have left; single chats with a message of the other
     * user above my mark, or without one that is known. Absent in sides of earlier versions, which count as well.
     */
    public Boolean counted;

    /** The newest number when I last removed the conversation; messages up to it are never unread again. */
    @BsonProperty("removed_seq")
    public Long removedSeq;

    /** As {@link #readN}, but up to {@link #removedSeq}. */
    @BsonProperty("removed_n")
    public Long removedN;

    public Boolean pinned;

    /** Do-not-disturb of a single chat; that of a group is stored with the membership. */
    public Boolean mute;

    /** A text that I have written and not sent. */
    public String draft;

    /** When {@link #draft} was written. */
    @BsonProperty("draft_time")
    public Long draftTime;

    /** How many messages I have deleted. */
    @BsonProperty("delete_no")
    public Long deleteNo;

    /**
     * When what a list shows of this side last changed, of a single chat its head and messages included; those of a group are
     * on the group. Only grows; absent in sides of earlier versions.
     */
    @BsonProperty("change_time")
    public Long changeTime;

    /** Single chats: when I blocked the other user. */
    @BsonProperty("blocked_time")
    public Long blockedTime;

    public Boolean leave;

    /** Groups: the newest number when I last joined; needed to find the members at the time of a message. */
    @BsonProperty("join_seq")
    public Long joinSeq;

    /** Groups: the newest number when I left; absent while I am a member. */
    @BsonProperty("leave_seq")
    public Long leaveSeq;

    /** Groups: my stays before the one that began at {@link #joinSeq}, the oldest first. */
    public List<Stay> stays;

    /** Groups: I have seen the group's notices up to this time. */
    @BsonProperty("notification_seen_time")
    public Long notificationSeenTime;

    @BsonProperty("has_unread_group_notification")
    public Boolean hasUnreadGroupNotification;

    /** The messages that I have deleted for myself, except those in the archive, see {@link #deletedArchivedSeq}. */
    public List<DeletedMessage> deleted;

    /** My deletions up to this number may be in the archive instead. */
    @BsonProperty("deleted_archived_seq")
    public Long deletedArchivedSeq;

    /** A message that its reader has deleted. */
    @RegisterForReflection
    public static class DeletedMessage {
        public long seq;

        /** Whether it would count as unread: it is neither the reader's own nor a system message. */
        public boolean countable;

        public DeletedMessage() {}

        public DeletedMessage(long seq, boolean countable) {
            this.seq = seq;
            this.countable = countable;
        }
    }

    public static String userKey(String uid, String conversationId) {
        return uid + "#" + conversationId;
    }

    /** Number of the newest message that is recorded here; 0 for none. */
    public long headSeq() {
        return orZero(lastSeq);
    }

    /** Time of the newest message that is recorded here; 0 for none. */
    public long headTime() {
        return orZero(updateTime);
    }

    /** No later message or change may have an earlier time than this. */
    public long latestTime() {
        return orZero(lastTime);
    }

    /** When this side last changed; see {@link #changeTime}. */
    public long lastChange() {
        return changeTime != null ? changeTime : Math.max(createTime, Math.max(headTime(), latestTime()));
    }

    /** How many messages I have deleted. */
    public long deletions() {
        return orZero(deleteNo);
    }

    /** Everything up to this number is read. */
    public long readMark() {
        return orZero(readSeq);
    }

    /** Up to the read mark: how many countable messages the other user (single chat) or anyone (group) had sent. */
    public long readCount() {
        return orZero(readN);
    }

    /** Single chats: the other user's read mark, as last recorded here. */
    public long peerReadMark() {
        return orZero(peerReadSeq);
    }

    /** No message above this number was ever revoked. */
    public long revokedUpTo() {
        return orZero(revokeSeq);
    }

    /** No message above this number mentions me. */
    public long mentionedUpTo() {
        return orZero(mentionedSeq);
    }

    /** The conversation is hidden until its newest number is larger than this. */
    public long hiddenUpTo() {
        return orZero(hiddenAtSeq);
    }

    /** Groups: the newest number when I last joined. */
    public long joinedAtSeq() {
        return orZero(joinSeq);
    }

    /** Groups: I have seen the group's notices up to this time. */
    public long noticesSeenUntil() {
        return orZero(notificationSeenTime);
    }

    /** My deletions up to this number may be in the archive. */
    public long archivedUpTo() {
        return orZero(deletedArchivedSeq);
    }

    /** The end of the single chat's log when this head was written, for its owner to append to. */
    public Position position() {
        return new Position(headSeq(), orZero(lastN), orZero(lastN) - lastOtherN(), latestTime());
    }

    /** How many of {@link #lastN} the other user sent. */
    public long lastOtherN() {
        return userId.equals(lastFromUid) ? orZero(lastN) - orZero(lastOwnN) : orZero(lastOwnN);
    }

    /** Messages with larger numbers count as unread: the larger of read mark and removal mark. */
    public long countedFromSeq() {
        return Math.max(readMark(), orZero(removedSeq));
    }

    /** The count at {@link #countedFromSeq}. */
    public long countedFromN() {
        return orZero(removedSeq) > readMark() ? orZero(removedN) : readCount();
    }

    @BsonIgnore
    public boolean isMuted() {
        return Boolean.TRUE.equals(mute);
    }

    /** Numbers of the messages that I have deleted, as far as they are stored here. */
    public Set<Long> deletedSeqs() {
        return deleted == null
                ? Set.of()
                : deleted.stream().map(message -> message.seq).collect(Collectors.toSet());
    }

    /** A message of this conversation as I see it. */
    public SeenMessage see(Message message) {
        return SeenMessage.by(userId, message, readMark(), peerReadMark());
    }

    @BsonIgnore
    public boolean isBlocking() {
        return blockedTime != null;
    }

    /**
     * When the read mark last moved that counts for a message of this number: the mark of the stay in which the message was
     * sent.
     */
    public long readTimeFor(long seq) {
        return orZero(Stream.ofNullable(stays)
                .flatMap(List::stream)
                .filter(stay -> stay.covers(seq))
                .findFirst()
                .map(stay -> stay.readTime)
                .orElse(readTime));
    }

    private static long orZero(Long number) {
        return number == null ? 0 : number;
    }
}
