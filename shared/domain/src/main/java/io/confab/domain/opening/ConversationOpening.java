package io.confab.domain.opening;

import io.confab.domain.context.UserContexts;
import io.confab.domain.conversation.Conversation;
import io.confab.domain.conversation.ConversationRepository;
import io.confab.domain.conversation.SideChanges;
import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.group.GroupMember;
import io.confab.domain.ids.ConversationIds;
import io.confab.domain.inbox.ConversationList;
import io.confab.domain.inbox.ListedConversation;
import io.confab.domain.inbox.OwnConversations;
import io.confab.domain.send.ConversationControl;
import io.confab.domain.user.Caller;
import io.confab.domain.user.UserRepository;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;

/**
 * createConversation: opens a conversation for the caller (docs/rules.md#conversations).
 *
 * <p>Existing documents stay as they are, so opening again, or by both users at once, leaves one document for each user. If the
 * process dies in between, documents may exist that are not shown; opening again shows them. The caller's other devices are told
 * last.
 */
@Singleton
public class ConversationOpening {
    private final UserRepository users;
    private final UserContexts contexts;
    private final ConversationControl control;
    private final ConversationRepository conversations;
    private final OwnConversations own;
    private final ConversationList list;
    private final ConversationUpdates updates;
    private final Clock clock;

    ConversationOpening(
            UserRepository users,
            UserContexts contexts,
            ConversationControl control,
            ConversationRepository conversations,
            OwnConversations own,
            ConversationList list,
            ConversationUpdates updates,
            Clock clock) {
        this.users = users;
        this.contexts = contexts;
        this.control = control;
        this.conversations = conversations;
        this.own = own;
        this.list = list;
        this.updates = updates;
        this.clock = clock;
    }

    /**
     * Creates both sides of a single chat and shows it to the caller; the other user sees it with the first message.
     *
     * @throws Refusal if it is the caller, no user, or if the two may not write to each other
     */
    public ListedConversation openSingle(Caller caller, String toUid) {
        if (caller.uid().equals(toUid)) {
            throw Refusal.badParam("to_uid", "must not be yourself");
        }
        if (users.findOne(toUid).isEmpty()) {
            throw new Refusal(ErrorCode.USER_NOT_FOUND, "to_uid: no such user");
        }
        control.requireAllowed(caller.uid(), toUid);
        conversations.openSingle(caller.uid(), toUid, List.of(caller.uid()), clock.millis());
        return told(caller, ConversationIds.single(caller.uid(), toUid));
    }

    /**
     * Shows a group's conversation to a member.
     *
     * @throws Refusal if the caller is not a member, or if the group does not exist
     */
    public ListedConversation openGroup(Caller caller, String groupId) {
        var context = contexts.group(caller.uid(), groupId).orElseThrow();
        if (context.group().filter(group -> !group.isDissolved()).isEmpty()) {
            throw new Refusal(ErrorCode.GROUP_NOT_FOUND, "group_id: no such group");
        }
        GroupMember member = context.member()
                .orElseThrow(() -> new Refusal(ErrorCode.NOT_GROUP_MEMBER, "you are not a member of this group"));
        Conversation mine = own.ofMember(member);
        if (mine.hiddenUpTo() != SideChanges.SHOWN) {
            conversations.change(mine, SideChanges.show());
        }
        return told(caller, ConversationIds.group(groupId));
    }

    private ListedConversation told(Caller caller, String conversationId) {
        ListedConversation opened = list.one(caller.uid(), conversationId);
        updates.tell(caller, conversationId, opened.state().changeTime());
        return opened;
    }
}
