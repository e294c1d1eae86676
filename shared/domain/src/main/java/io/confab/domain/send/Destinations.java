package io.confab.domain.send;

import io.confab.domain.context.UserContext;
import io.confab.domain.context.UserContexts;
import io.confab.domain.conversation.Conversation;
import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.group.Group;
import io.confab.domain.group.GroupMember;
import io.confab.domain.message.Position;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks who may write in which conversation (docs/api/messages.md#sendmsg). Writes nothing. */
@Singleton
class Destinations {
    private final UserContexts contexts;
    private final ConversationControl control;
    private final Clock clock;

    Destinations(UserContexts contexts, ConversationControl control, Clock clock) {
        this.contexts = contexts;
        this.control = control;
        this.clock = clock;
    }

    /** Reads the conversation with this receiver, and the sender's record. One command. */
    Approach approach(String senderUid, Receiver receiver) {
        return new Approach(
                senderUid,
                receiver,
                receiver.fold(
                        person -> contexts.single(List.of(senderUid, person.uid()), receiver.conversationId(senderUid)),
                        group -> contexts.group(senderUid, group.groupId())
                                .map(sender -> Map.of(senderUid, sender))
                                .orElse(Map.of())));
    }

    /**
     * Checks that the sender, who has been admitted, may write there. At most one command.
     *
     * @throws Refusal if the receiver does not exist, the sender may not write to them, or is not a member of the group or is
     *     muted
     */
    Destination enter(Approach approach, Speaker speaker) {
        return approach.receiver()
                .fold(person -> single(approach, person, speaker), group -> group(approach, group, speaker));
    }

    private Destination single(Approach approach, Receiver.Person person, Speaker speaker) {
        UserContext receiver = approach.contexts().get(person.uid());
        if (receiver == null) {
            throw new Refusal(ErrorCode.USER_NOT_FOUND, "to_uid: no such user");
        }
        if (!speaker.unbound()) {
            control.requireAllowed(speaker.uid(), person.uid());
            requireNotBlocked(receiver);
        }
        Position hint = approach.sender()
                .flatMap(UserContext::conversation)
                .map(Conversation::position)
                .orElse(Position.EMPTY);
        return new Destination.SingleChat(speaker.caller(), person, hint, approach.contexts());
    }

    private Destination group(Approach approach, Receiver.InGroup receiver, Speaker speaker) {
        Group group = approach.sender()
                .flatMap(UserContext::group)
                .filter(found -> !found.isDissolved())
                .orElseThrow(() -> new Refusal(ErrorCode.GROUP_NOT_FOUND, "group_id: no such group"));
        Optional<GroupMember> member = approach.sender().flatMap(UserContext::member);
        if (!speaker.unbound()) {
            requireVoice(
                    group,
                    member.orElseThrow(
                            () -> new Refusal(ErrorCode.NOT_GROUP_MEMBER, "you are not a member of this group")));
        }
        return new Destination.GroupChat(
                speaker.caller(),
                receiver,
                group.position(),
                group.lastChange(),
                member,
                group.members(clock.millis()));
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
