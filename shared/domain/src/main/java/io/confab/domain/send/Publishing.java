package io.confab.domain.send;

import io.confab.domain.context.UserContext;
import io.confab.domain.context.UserContexts;
import io.confab.domain.conversation.Heads;
import io.confab.domain.group.GroupMember;
import io.confab.domain.group.GroupMemberRepository;
import io.confab.domain.message.Message;
import io.confab.domain.push.DevicePush;
import io.confab.domain.push.Pushes;
import io.confab.domain.user.Profile;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What follows a stored message: the conversation's head shows it, and devices are told. Every step is harmless when it is
 * repeated, so whoever finds a message whose call died completes it here. That its pushes were sent is recorded nowhere:
 * clients ignore an {@code _id} that they have, and vendors are told once of a message.
 */
@Singleton
class Publishing {
    private static final long ACTIVE_TIME_STEP = Duration.ofHours(1).toMillis();

    private final Heads heads;
    private final UserContexts contexts;
    private final GroupMemberRepository members;
    private final MessagePushes messagePushes;
    private final Pushes pushes;

    Publishing(
            Heads heads,
            UserContexts contexts,
            GroupMemberRepository members,
            MessagePushes messagePushes,
            Pushes pushes) {
        this.heads = heads;
        this.contexts = contexts;
        this.members = members;
        this.messagePushes = messagePushes;
        this.pushes = pushes;
    }

    /**
     * Shows the messages that a call has stored in a conversation. Starts the fan-out of a group's; returns the pushes that are
     * due in a single chat.
     */
    List<DevicePush> show(Destination destination, List<Message> fresh) {
        if (fresh.isEmpty()) {
            return List.of();
        }
        Message last = fresh.get(fresh.size() - 1);
        List<DevicePush> due = new ArrayList<>();
        long lastChange = destination.lastChange();
        for (Message message : fresh) {
            if (message == last || message.callUid != null) {
                lastChange = heads.advance(message, lastChange);
            }
            if (destination instanceof Destination.SingleChat chat) {
                due.addAll(due(message, chat.sides()));
            } else if (destination instanceof Destination.GroupChat chat) {
                pushes.fanOut(messagePushes.group(message, chat.sender().profile(), List.of(), chat.members()));
            }
        }
        if (destination instanceof Destination.GroupChat chat) {
            chat.member().ifPresent(member -> touch(member, last));
        }
        return due;
    }

    /** Shows and fans out an announcement to a group; see {@link MessageSending#sendSystem}. */
    void announce(Message message, Profile actor, List<String> extraUids) {
        heads.advance(message, 0);
        pushes.fanOut(messagePushes.group(message, actor, extraUids, Optional.empty()));
    }

    /** Sends pushes. */
    void deliver(List<DevicePush> due) {
        pushes.deliver(due);
    }

    /** Completes what earlier, perhaps interrupted calls left undone; those who are connected may hear of it again. */
    void finish(List<Message> stored) {
        deliver(stored.stream()
                .flatMap(message -> complete(message, Optional.empty()).stream())
                .toList());
    }

    /**
     * As {@link #finish} for one message, whose pushes are returned.
     *
     * @param read where the call sends to, as it was read; the message may be in another conversation
     */
    List<DevicePush> complete(Message message, Optional<Destination> read) {
        heads.advance(message, read.map(Destination::lastChange).orElse(0L));
        if (message.revoked) {
            return List.of();
        }
        Optional<Destination> here =
                read.filter(destination -> destination.conversationId().equals(message.conversationId));
        if (message.isGroup()) {
            here.map(destination -> destination.sender().profile())
                    .or(() -> sides(message, List.of(message.fromUid)).values().stream()
                            .map(Profile::of)
                            .findFirst())
                    .ifPresent(
                            sender -> pushes.fanOut(messagePushes.group(message, sender, List.of(), Optional.empty())));
            return List.of();
        }
        return due(
                message,
                here.map(destination -> ((Destination.SingleChat) destination).sides())
                        .orElseGet(() -> sides(message, List.of(message.fromUid, message.toUid))));
    }

    private Map<String, UserContext> sides(Message message, List<String> uids) {
        return contexts.single(uids, message.conversationId);
    }

    private List<DevicePush> due(Message message, Map<String, UserContext> sides) {
        return sides.containsKey(message.fromUid) ? messagePushes.single(message, sides) : List.of();
    }

    private void touch(GroupMember member, Message newest) {
        if (member.activeTime == null || member.activeTime < newest.createTime - ACTIVE_TIME_STEP) {
            members.touch(member.id, newest.createTime);
        }
    }
}
