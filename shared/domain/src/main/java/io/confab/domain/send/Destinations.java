package io.confab.domain.send;

import io.confab.domain.context.UserContext;
import io.confab.domain.context.UserContexts;
import io.confab.domain.conversation.Conversation;
import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.group.Group;
import io.confab.domain.group.GroupMember;
import io.confab.domain.ids.ConversationIds;
import io.confab.domain.message.Position;
import io.confab.domain.user.Caller;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks who may write in which conversation (docs/api/messages.md#sendmsg). One or two commands each; writes nothing. */
@Singleton
class Destinations {
    private final UserContexts contexts;
    private final ConversationControl control;

    Destinations(UserContexts contexts, ConversationControl control) {
        this.contexts = contexts;
        this.control = control;
    }

    /**
     * The single chat with {@code toUid}.
     *
     * @throws Refusal if the sender may not call, the receiver does not exist, or the sender may not write there
     */
    Destination user(Speaker speaker, String toUid) {
        String uid = speaker.uid();
        String conversationId = ConversationIds.single(uid, toUid);
        Map<String, UserContext> sides = contexts.single(List.of(uid, toUid), conversationId);
        Caller sender = speaker.admit(Optional.ofNullable(sides.get(uid)));
        if (!sides.containsKey(toUid)) {
            throw new Refusal(ErrorCode.USER_NOT_FOUND, "to_uid: no such user");
        }
        if (!speaker.unbound()) {
            control.requireAllowed(uid, toUid);
            requireNotBlocked(sides.get(toUid));
        }
        Position hint =
                sides.get(uid).conversation().map(Conversation::position).orElse(Position.EMPTY);
        return new Destination(
                sender, conversationId, Optional.of(toUid), Optional.empty(), hint, sides, Optional.empty());
    }

    /**
     * A group's conversation.
     *
     * @throws Refusal if the sender may not call, the group does not exist, or the sender is not a member or is muted
     */
    Destination group(Speaker speaker, String groupId) {
        Optional<UserContext> context = contexts.group(speaker.uid(), groupId);
        Caller sender = speaker.admit(context);
        Group group = context.flatMap(UserContext::group)
                .filter(found -> !found.isDissolved())
                .orElseThrow(() -> new Refusal(ErrorCode.GROUP_NOT_FOUND, "group_id: no such group"));
        Optional<GroupMember> member = context.flatMap(UserContext::member);
        if (!speaker.unbound()) {
            requireVoice(
                    group,
                    member.orElseThrow(
                            () -> new Refusal(ErrorCode.NOT_GROUP_MEMBER, "you are not a member of this group")));
        }
        return new Destination(
                sender,
                ConversationIds.group(groupId),
                Optional.empty(),
                Optional.of(groupId),
                group.position(),
                Map.of(),
                member);
    }

    private static void requireNotBlocked(UserContext receiver) {
        if (receiver.conversation().filter(Conversation::isBlocking).isPresent()) {
            throw new Refusal(ErrorCode.BLOCKED, "to_uid: they do not want messages from you");
        }
    }

    private static void requireVoice(Group group, GroupMember member) {
        boolean muted = member.isMuted() || Boolean.TRUE.equals(group.muteAllMembers);
        if (muted && !member.isManager()) {
            throw new Refusal(ErrorCode.MUTED, "你已被禁言");
        }
    }
}
