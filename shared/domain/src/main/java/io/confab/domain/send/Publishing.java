package io.confab.domain.send;

import io.confab.domain.context.UserContext;
import io.confab.domain.context.UserContexts;
import io.confab.domain.conversation.Heads;
import io.confab.domain.group.GroupMember;
import io.confab.domain.group.GroupMemberRepository;
import io.confab.domain.message.Message;
import io.confab.domain.message.MessageRepository;
import io.confab.domain.push.DevicePush;
import io.confab.domain.push.Pushes;
import io.confab.domain.user.Profile;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What follows a stored message: the conversation's head shows it, and devices are told. Every step is harmless when it is
 * repeated, so whoever finds a message whose call died completes it here.
 */
@Singleton
class Publishing {
    private static final long ACTIVE_TIME_STEP = Duration.ofHours(1).toMillis();

    private final Heads heads;
    private final UserContexts contexts;
    private final GroupMemberRepository members;
    private final MessageRepository messages;
    private final MessagePushes messagePushes;
    private final Pushes pushes;

    Publishing(
            Heads heads,
            UserContexts contexts,
            GroupMemberRepository members,
            MessageRepository messages,
            MessagePushes messagePushes,
            Pushes pushes) {
        this.heads = heads;
        this.contexts = contexts;
        this.members = members;
        this.messages = messages;
        this.messagePushes = messagePushes;
        this.pushes = pushes;
    }

    /** Pushes to be sent, and the messages of which it is recorded afterwards. */
    record Due(List<DevicePush> pushes, List<Message> recorded) {
        static final Due NOTHING = new Due(List.of(), List.of());

        static Due all(List<Due> parts) {
            return new Due(
                    parts.stream().flatMap(due -> due.pushes.stream()).toList(),
                    parts.stream().flatMap(due -> due.recorded.stream()).toList());
        }
    }

    /**
     * Shows the messages that a call has stored in a conversation. Starts the fan-out of a group's; returns the pushes that are
     * due in a single chat.
     */
    Due show(Destination destination, List<Message> fresh) {
        if (fresh.isEmpty()) {
            return Due.NOTHING;
        }
        Message last = fresh.get(fresh.size() - 1);
        List<Due> due = new ArrayList<>();
        for (Message message : fresh) {
            if (message == last || message.callUid != null) {
                heads.advance(message);
            }
            if (destination instanceof Destination.SingleChat chat) {
                due.add(due(message, chat.sides()));
            } else {
                pushes.fanOut(messagePushes.group(message, destination.sender().profile(), List.of()));
            }
        }
        if (destination instanceof Destination.GroupChat chat) {
            chat.member().ifPresent(member -> touch(member, last));
        }
        return Due.all(due);
    }

    /** Shows and fans out an announcement to a group; see {@link MessageSending#sendSystem}. */
    void announce(Message message, Profile actor, List<String> extraUids) {
        heads.advance(message);
        pushes.fanOut(messagePushes.group(message, actor, extraUids));
    }

    /** Sends pushes, and records that they are sent. */
    void deliver(Due due) {
        pushes.deliver(due.pushes);
        if (!due.recorded.isEmpty()) {
            messages.markPushed(due.recorded.stream().map(message -> message.id).toList());
        }
    }

    /** Completes what earlier, perhaps interrupted calls left undone. */
    void finish(List<Message> stored) {
        List<Due> due = new ArrayList<>();
        for (Message message : stored) {
            heads.advance(message);
            if (message.revoked) {
                continue;
            }
            if (message.isGroup()) {
                contexts.single(List.of(message.fromUid), message.conversationId).values().stream()
                        .findFirst()
                        .ifPresent(
                                sender -> pushes.fanOut(messagePushes.group(message, Profile.of(sender), List.of())));
            } else if (message.pushed == null) {
                due.add(due(message, contexts.single(List.of(message.fromUid, message.toUid), message.conversationId)));
            }
        }
        deliver(Due.all(due));
    }

    private Due due(Message message, Map<String, UserContext> sides) {
        if (!sides.containsKey(message.fromUid)) {
            return Due.NOTHING;
        }
        List<DevicePush> own = messagePushes.single(message, sides);
        boolean mayBeRepeated = message.uniqueId != null;
        return new Due(own, mayBeRepeated && !own.isEmpty() ? List.of(message) : List.of());
    }

    private void touch(GroupMember member, Message newest) {
        if (member.activeTime == null || member.activeTime < newest.createTime - ACTIVE_TIME_STEP) {
            members.touch(member.id, newest.createTime);
        }
    }
}
