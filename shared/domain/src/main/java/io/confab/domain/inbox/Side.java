package io.confab.domain.inbox;

import io.confab.domain.conversation.Conversation;
import io.confab.domain.conversation.InboxRepository.Marks;
import io.confab.domain.conversation.InboxRepository.SidePlace;
import io.confab.domain.group.Group;
import io.confab.domain.group.GroupMember;
import io.confab.domain.message.Mentions;
import io.confab.domain.message.Message;
import io.confab.domain.message.Preview;
import io.confab.domain.message.ShortMessage;
import io.confab.domain.message.SpecialAbove;
import io.confab.domain.message.UnreadKeys;
import io.confab.domain.user.Profile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One user's side of a conversation together with its head, wherever that is stored; implements the unread rule
 * (docs/rules.md#unread). Used for one list, on one thread.
 */
final class Side {
    /** Newest first; conversations of equal time by id, so that pages do not overlap. */
    static final Comparator<Side> NEWEST_FIRST =
            Comparator.comparingLong(Side::updateTime).reversed().thenComparing(Side::id, Comparator.reverseOrder());

    private final Conversation conversation;
    private final Group group;
    private final boolean muted;
    private long lastSeq;
    private long lastN;
    private long updateTime;
    private long changeTime;
    private boolean isGone;
    private boolean isHeadBehind;
    private boolean isNewestRead;
    private ShortMessage shown;
    private List<Message> specials = List.of();

    private Side(Conversation conversation, Group group, boolean muted, long lastSeq, long lastN, long updateTime) {
        this.conversation = conversation;
        this.group = group;
        this.muted = muted;
        this.lastSeq = lastSeq;
        this.lastN = lastN;
        this.updateTime = updateTime;
        this.changeTime = Math.max(conversation.lastChange(), group == null ? 0 : group.lastChange());
    }

    static Side ofSingle(Conversation conversation) {
        return new Side(
                conversation,
                null,
                conversation.isMuted(),
                conversation.headSeq(),
                conversation.lastOtherN(),
                conversation.headTime());
    }

    static Side ofGroup(Conversation conversation, GroupMember member, Group group) {
        return new Side(
                conversation,
                group,
                member.isQuiet(),
                group.headSeq(),
                group.headCount(),
                group.updateTime == null ? group.createTime : group.updateTime);
    }

    /** A group that is no longer the user's; changed last at this time. */
    static Side ofGone(Conversation conversation, long changeTime) {
        Side side = new Side(conversation, null, true, 0, 0, 0);
        side.isGone = true;
        side.changeTime = changeTime;
        return side;
    }

    boolean isGone() {
        return isGone;
    }

    /** Whether the stored head was found to be older than the newest message. */
    boolean isHeadBehind() {
        return isHeadBehind;
    }

    Conversation conversation() {
        return conversation;
    }

    Optional<Group> group() {
        return Optional.ofNullable(group);
    }

    String id() {
        return conversation.conversationId;
    }

    long lastSeq() {
        return lastSeq;
    }

    long updateTime() {
        return updateTime;
    }

    /** When anything of it last changed that a list shows. */
    long changeTime() {
        return changeTime;
    }

    /** Takes into account that its head was moved. */
    void setChangeTime(long time) {
        changeTime = time;
    }

    /** As its list shows it; complete. */
    ListedConversation listed(Optional<Profile> friend) {
        return new ListedConversation(
                conversation,
                new ListedConversation.State(updateTime, lastSeq, changeTime, isHidden(), muted),
                new Unread(unread(), mentionedSeq(), hasUnreadNotification()),
                Optional.ofNullable(shown),
                group(),
                friend);
    }

    /**
     * Number of the newest message that the owner has not deleted; 0 if there is none, or if none is known: a user who has deleted hundreds of messages in a row sees none until
     * the next one comes.
     */
    long shownSeq() {
        Set<Long> deleted = conversation.deletedSeqs();
        long seq = lastSeq;
        while (deleted.contains(seq)) {
            seq--;
        }
        boolean mayBeArchived = seq < lastSeq && seq <= conversation.archivedUpTo();
        return mayBeArchived ? 0 : seq;
    }

    boolean isHidden() {
        return lastSeq <= conversation.hiddenUpTo();
    }

    boolean isMuted() {
        return muted;
    }

    /** Whether the group has a notice by another user that the owner has not seen yet. */
    private boolean hasUnreadNotification() {
        boolean written = group != null
                && group.notificationUid != null
                && !group.notificationUid.equals(conversation.userId)
                && group.notificationTime() > conversation.noticesSeenUntil();
        return written || Boolean.TRUE.equals(conversation.hasUnreadGroupNotification);
    }

    /** Whether the stored note is known and not that of a revoked message; not every read asks for it. */
    boolean noteSaysOtherThanRevoked() {
        String note = group == null ? conversation.lastMsgNote : group.lastMsgNote;
        return note != null && !note.equals(Preview.REVOKED_NOTE);
    }

    void setShown(ShortMessage newest) {
        isNewestRead = true;
        shown = newest;
    }

    /** Whether the newest message was looked for that a list shows. */
    boolean isNewestRead() {
        return isNewestRead;
    }

    /** Takes the newest message into account, which is newer than the head. */
    void catchUp(Message newest) {
        isHeadBehind = true;
        setNewest(newest);
    }

    /** Takes the newest message into account. */
    void setNewest(Message message) {
        lastSeq = message.seq;
        lastN = group == null ? message.n - message.countBy(conversation.userId) : message.n;
        updateTime = message.createTime;
    }

    /** Its place in the order, newest first. */
    SidePlace place() {
        return new SidePlace(updateTime, id());
    }

    /** Whether it comes after a place in the order, newest first. */
    boolean isAfter(SidePlace place) {
        return updateTime < place.updateTime()
                || (updateTime == place.updateTime() && id().compareTo(place.conversationId()) < 0);
    }

    /**
     * What the marks of the stored side should be, if they are others; complete.
     *
     * @param quietBefore a single chat that has changed since then stays counted: a message may be on its way
     */
    Optional<Marks> correction(long quietBefore) {
        if (conversation.documentId == null || isHeadBehind) {
            return Optional.empty();
        }
        boolean toShow = !isHidden();
        boolean toCount = group != null || unread() > 0 || conversation.headTime() >= quietBefore;
        boolean isRight = (group != null || Boolean.valueOf(toShow).equals(conversation.shown))
                && (Boolean.valueOf(toCount).equals(conversation.counted));
        return isRight ? Optional.empty() : Optional.of(new Marks(conversation, toShow, toCount));
    }

    /** Which messages above the mark must be read to compute the unread count; empty if the stored counts suffice. */
    Optional<SpecialAbove> specialsNeeded() {
        long mark = conversation.countedFromSeq();
        if (counted() <= 0) {
            return Optional.empty();
        }
        String uid = conversation.userId;
        List<String> keys = new ArrayList<>();
        if (group != null) {
            keys.add(UnreadKeys.by(id(), uid));
            keys.add(UnreadKeys.at(id(), Mentions.ALL));
        } else if (Math.max(conversation.revokedUpTo(), conversation.mentionedUpTo()) <= mark) {
            return Optional.empty();
        }
        keys.add(UnreadKeys.revoked(id()));
        keys.add(UnreadKeys.at(id(), uid));
        return Optional.of(new SpecialAbove(keys, mark));
    }

    void setSpecials(List<Message> found) {
        long mark = conversation.countedFromSeq();
        specials = found.stream()
                .filter(message -> message.seq > mark && message.seq <= lastSeq && !message.isSystem())
                .toList();
    }

    /**
     * The unread count: messages above the read mark and the last removal that others sent and that are not revoked, not
     * deleted by me and not {@code system}.
     */
    long unread() {
        Set<Long> excluded = deletedAboveMark();
        specials.stream().filter(this::isExcluded).forEach(message -> excluded.add(message.seq));
        return Math.max(0, counted() - excluded.size());
    }

    private Set<Long> deletedAboveMark() {
        long mark = conversation.countedFromSeq();
        Set<Long> seqs = new HashSet<>();
        if (conversation.deleted != null) {
            conversation.deleted.stream()
                    .filter(message -> message.countable && message.seq > mark && message.seq <= lastSeq)
                    .forEach(message -> seqs.add(message.seq));
        }
        return seqs;
    }

    /** Number of the newest unread message that mentions me. */
    Optional<Long> mentionedSeq() {
        Set<Long> deleted = conversation.deletedSeqs();
        return specials.stream()
                .filter(message -> !message.revoked
                        && !deleted.contains(message.seq)
                        && !message.fromUid.equals(conversation.userId)
                        && message.mentions(conversation.userId))
                .map(message -> message.seq)
                .max(Comparator.naturalOrder());
    }

    private long counted() {
        return lastN - conversation.countedFromN();
    }

    private boolean isExcluded(Message message) {
        boolean own = message.fromUid.equals(conversation.userId);
        // The counts of a single chat exclude my own messages already.
        return group == null ? message.revoked && !own : message.revoked || own;
    }
}
