package io.confab.domain.opening;

import io.confab.domain.conversation.Conversation;
import io.confab.domain.conversation.ConversationChanges;
import io.confab.domain.conversation.ConversationRepository;
import io.confab.domain.conversation.SideChanges;
import io.confab.domain.conversation.Visibility;
import io.confab.domain.error.Refusal;
import io.confab.domain.group.Group;
import io.confab.domain.group.GroupMemberRepository;
import io.confab.domain.inbox.OwnConversations;
import io.confab.domain.inbox.OwnConversations.Own;
import io.confab.domain.message.Message;
import io.confab.domain.user.Caller;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * updateConversation and removeConversation: a user's own settings of a conversation
 * (docs/api/conversations.md#updateconversation, docs/api/conversations.md#removeconversation). Only the user's other devices are
 * told, and the conversation's time stays.
 *
 * <p>Every value is stored in one place: do-not-disturb of a group with the membership, where a hop reads it, all others in the
 * conversation document. So if the process dies between the two writes, a part of the change is missing, but nothing is
 * contradictory; a repeat completes it. Of two calls at once, the last one stays.
 */
@Singleton
public class ConversationSettings {
    private final OwnConversations own;
    private final ConversationRepository conversations;
    private final GroupMemberRepository members;
    private final Visibility visibility;
    private final ConversationUpdates updates;

    ConversationSettings(
            OwnConversations own,
            ConversationRepository conversations,
            GroupMemberRepository members,
            Visibility visibility,
            ConversationUpdates updates) {
        this.own = own;
        this.conversations = conversations;
        this.members = members;
        this.visibility = visibility;
        this.updates = updates;
    }

    /**
     * Makes the changes.
     *
     * @throws Refusal 403 when the conversation is not the caller's, 404 when its group is dissolved
     */
    public void change(Caller caller, String conversationId, ConversationChanges changes) {
        Own mine = own.get(caller.uid(), conversationId);
        SideChanges ofSide = ofSide(mine, changes);
        mine.group().ifPresent(group -> changes.mute()
                .ifPresent(mute -> members.setDoNotDisturb(group.id, caller.uid(), mute)));
        // Last, because it records the time of the change.
        updates.tell(caller, conversationId, conversations.change(mine.side(), ofSide));
    }

    /**
     * Removes the conversation from the list until its next message; messages that were unread do not count again. One write of
     * numbers that only grow: even if it runs twice, late, or while a message arrives, no message above the number that was
     * read is hidden or counted as read. The read mark, which others see, stays.
     *
     * @throws Refusal as {@link #change}
     */
    public void remove(Caller caller, String conversationId) {
        Conversation side = own.get(caller.uid(), conversationId).side();
        Optional<Message> newest = visibility.findNewest(conversationId);
        long seq = newest.map(message -> message.seq).orElse(0L);
        long n = newest.map(message -> message.isGroup() ? message.n : message.n - message.countBy(caller.uid()))
                .orElse(0L);
        updates.tell(caller, conversationId, conversations.remove(side, seq, n));
    }

    private SideChanges ofSide(Own mine, ConversationChanges changes) {
        return new SideChanges(
                changes.pinned(),
                changes.mute().filter(mute -> mine.group().isEmpty()),
                changes.draft(),
                changes.hidden()
                        .map(hidden -> hidden ? visibility.newestSeq(mine.side().conversationId) : SideChanges.SHOWN),
                Optional.of(mine.group().map(Group::notificationTime).orElse(0L))
                        .filter(time -> changes.notificationSeen()));
    }
}
