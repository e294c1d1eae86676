package io.confab.domain.revoke;

import io.confab.domain.context.UserContext;
import io.confab.domain.context.UserContexts;
import io.confab.domain.conversation.Conversation;
import io.confab.domain.conversation.Heads;
import io.confab.domain.group.Group;
import io.confab.domain.group.GroupRepository;
import io.confab.domain.message.Message;
import io.confab.domain.message.MessageRepository;
import io.confab.domain.push.ControlPush;
import io.confab.domain.push.DevicePush;
import io.confab.domain.push.GroupPush;
import io.confab.domain.push.PushReport;
import io.confab.domain.push.Pushes;
import io.confab.domain.push.Strategy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells users that a message was revoked, whoever revoked it (docs/triggers.md). If another program has only set {@code
 * is_revoke} on the stored message, what revokeMsg stores with it is completed first: unread counts, preview, the time by which
 * clients find the change. Every step is harmless when repeated; the push's request id is that of revokeMsg, and it goes to the
 * same devices: not to the one that called revokeMsg, whose event may come before that call has pushed.
 */
@Singleton
public class RevocationNews {
    private final MessageRepository messages;
    private final UserContexts contexts;
    private final GroupRepository groups;
    private final Heads heads;
    private final Pushes pushes;
    private final Clock clock;

    RevocationNews(
            MessageRepository messages,
            UserContexts contexts,
            GroupRepository groups,
            Heads heads,
            Pushes pushes,
            Clock clock) {
        this.messages = messages;
        this.contexts = contexts;
        this.groups = groups;
        this.heads = heads;
        this.pushes = pushes;
        this.clock = clock;
    }

    /** The message of this id, if it is stored. */
    public Optional<Message> find(String messageId) {
        return messages.findOne(messageId);
    }

    /**
     * Completes the revocation of a stored message, and tells its readers.
     *
     * @param revoked the message: as it is stored or, if it is not stored, with its id, users or group, and creation time
     */
    public PushReport revoked(Message revoked) {
        return revoked.isGroup() ? revokedInGroup(revoked) : revokedInSingle(revoked);
    }

    private PushReport revokedInGroup(Message revoked) {
        if (mustBeCompleted(revoked)) {
            complete(
                    revoked,
                    groups.findOne(revoked.groupId).map(Group::latestTime).orElse(0L));
        }
        pushes.fanOut(new GroupPush(
                revoked.appid,
                ControlPush.Revoked.of(revoked),
                Strategy.ONLINE,
                Optional.of(MessageRevoking.requestId(revoked)),
                Optional.empty(),
                Optional.ofNullable(revoked.revokeDeviceId),
                List.of()));
        return new PushReport.Nothing();
    }

    private PushReport revokedInSingle(Message revoked) {
        Map<String, UserContext> sides =
                contexts.single(List.of(revoked.fromUid, revoked.toUid), revoked.conversationId);
        if (mustBeCompleted(revoked)) {
            complete(
                    revoked,
                    sides.values().stream()
                            .flatMap(side -> side.conversations.stream())
                            .mapToLong(Conversation::latestTime)
                            .max()
                            .orElse(0));
        }
        ControlPush push = ControlPush.Revoked.of(revoked);
        return pushes.deliverOnce(
                MessageRevoking.requestId(revoked),
                sides.values().stream()
                        .map(side -> side.devices)
                        .flatMap(Collection::stream)
                        .filter(device -> !(device.userId.equals(revoked.revokeUid)
                                && device.deviceId.equals(revoked.revokeDeviceId)))
                        .map(device -> new DevicePush(device, push, Strategy.ONLINE))
                        .toList());
    }

    private static boolean mustBeCompleted(Message message) {
        return message.seq > 0 && message.revoked && !message.isMarkedRevoked();
    }

    private void complete(Message message, long headTime) {
        long time = Math.max(clock.millis(), Math.max(headTime, message.updateTime));
        heads.announceRevoke(message, time);
        heads.advance(message, 0);
        messages.completeRevoke(message, time);
    }
}
