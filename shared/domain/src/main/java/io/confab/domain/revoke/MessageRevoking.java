package io.confab.domain.revoke;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.context.UserContext;
import io.confab.domain.context.UserContexts;
import io.confab.domain.conversation.Conversation;
import io.confab.domain.conversation.Heads;
import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.group.Group;
import io.confab.domain.group.GroupMember;
import io.confab.domain.ids.RequestIds;
import io.confab.domain.message.Message;
import io.confab.domain.message.MessageRepository;
import io.confab.domain.push.ControlPush;
import io.confab.domain.push.DevicePush;
import io.confab.domain.push.GroupPush;
import io.confab.domain.push.PushContent;
import io.confab.domain.push.Pushes;
import io.confab.domain.push.Strategy;
import io.confab.domain.user.Admitted;
import io.confab.domain.user.Caller;
import io.confab.domain.user.TokenBearer;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * revokeMsg: takes a message back (docs/api/messages.md#revokemsg).
 *
 * <p>Setting {@code is_revoke} is the commit point. Before it, the heads record that a message will be revoked; after it,
 * preview and push follow, both harmless when repeated. If the process dies in between, revoking again completes them; lists
 * show the right preview in any case, because they read the message itself. At most 7 commands.
 */
@Singleton
public class MessageRevoking {
    /** The kind of the push's request id. */
    private static final String REVOKED = "uni-im-revoke-msg";

    private final MessageRepository messages;
    private final UserContexts contexts;
    private final Heads heads;
    private final Pushes pushes;
    private final Clock clock;
    private final long recallWindowMillis;

    MessageRevoking(
            MessageRepository messages,
            UserContexts contexts,
            Heads heads,
            Pushes pushes,
            Clock clock,
            ConfabConfig config) {
        this.messages = messages;
        this.contexts = contexts;
        this.heads = heads;
        this.pushes = pushes;
        this.clock = clock;
        this.recallWindowMillis = config.recallWindow().toMillis();
    }

    /**
     * Revokes once; revoking again is a success. Returns the revoked message.
     *
     * @throws Refusal if the bearer may not call, 404 when the caller may not see the message, 403 when they may not revoke it,
     *     {@code 10004} when it is too old
     */
    public Admitted<Message> revoke(TokenBearer bearer, String messageId) {
        Message message = messages.findOne(messageId).orElseThrow(MessageRevoking::notFound);
        if (message.isGroup()) {
            Optional<UserContext> context = contexts.group(bearer.uid(), message.groupId);
            return bearer.admit(context, caller -> revokeInGroup(caller, message, context.orElseThrow()));
        }
        Set<String> uids = Set.copyOf(List.of(message.fromUid, message.toUid));
        Map<String, UserContext> sides = contexts.single(
                uids.contains(bearer.uid()) ? uids : List.of(bearer.uid(), message.fromUid, message.toUid),
                message.conversationId);
        return bearer.admit(
                Optional.ofNullable(sides.get(bearer.uid())), caller -> revokeInSingle(caller, message, uids, sides));
    }

    private Message revokeInSingle(Caller caller, Message message, Set<String> uids, Map<String, UserContext> sides) {
        requireRevocable(message, caller, uids.contains(caller.uid()), false);
        Message revoked = commit(
                message, caller, latest(sides, Conversation::latestTime), latest(sides, Conversation::lastChange));
        PushContent push = ControlPush.Revoked.of(revoked);
        List<DevicePush> devicePushes = sides.values().stream()
                .map(side -> side.devices)
                .flatMap(Collection::stream)
                .filter(device -> !(device.userId.equals(caller.uid())
                        && caller.client()
                                .deviceId()
                                .filter(device.deviceId::equals)
                                .isPresent()))
                .filter(device -> uids.contains(device.userId))
                .map(device -> new DevicePush(device, push, Strategy.ONLINE))
                .toList();
        pushes.deliverOnce(requestId(revoked), devicePushes);
        return revoked;
    }

    private Message revokeInGroup(Caller caller, Message message, UserContext context) {
        Optional<GroupMember> member = context.member();
        requireRevocable(
                message,
                caller,
                member.isPresent(),
                member.map(GroupMember::isManager).orElse(false));
        Group group = context.group()
                .filter(found -> !found.isDissolved())
                .orElseThrow(() -> new Refusal(ErrorCode.GROUP_NOT_FOUND, "msgId: its group was dissolved"));
        Message revoked = commit(message, caller, group.latestTime(), group.lastChange());
        pushes.fanOut(new GroupPush(
                message.appid,
                ControlPush.Revoked.of(revoked),
                Strategy.ONLINE,
                Optional.of(requestId(revoked)),
                caller.client().appId(),
                caller.client().deviceId(),
                List.of()));
        return revoked;
    }

    private void requireRevocable(Message message, Caller caller, boolean sees, boolean manages) {
        boolean anyTime = manages || caller.hasRole(Caller.IM_ADMIN);
        if (!sees && !anyTime) {
            throw notFound();
        }
        boolean own = message.fromUid.equals(caller.uid());
        if (message.isSystem() || !(own || anyTime)) {
            throw new Refusal(ErrorCode.NO_PERMISSION, "msgId: not yours to revoke");
        }
        if (!anyTime && !message.revoked && message.createTime < clock.millis() - recallWindowMillis) {
            throw new Refusal(
                    ErrorCode.RECALL_WINDOW_OVER, "msgId: older than " + recallWindowMillis / 1000 + " seconds");
        }
    }

    private static long latest(Map<String, UserContext> sides, ToLongFunction<Conversation> time) {
        return sides.values().stream()
                .flatMap(side -> side.conversations.stream())
                .mapToLong(time)
                .max()
                .orElse(0);
    }

    private Message commit(Message message, Caller caller, long headTime, long lastChange) {
        Message revoked = message;
        if (!message.revoked) {
            long time = Math.max(clock.millis(), Math.max(headTime, message.updateTime));
            heads.announceRevoke(message, time);
            revoked = messages.revoke(message, caller.uid(), caller.client().deviceId(), time)
                    .or(() -> messages.findOne(message.id))
                    .orElseThrow(MessageRevoking::notFound);
        }
        heads.advance(revoked, lastChange);
        return revoked;
    }

    /** A message is revoked once; so this is the same whichever program revokes it, and whatever it writes with it. */
    static String requestId(Message revoked) {
        return RequestIds.of(REVOKED, revoked.id, revoked.createTime);
    }

    private static Refusal notFound() {
        return new Refusal(ErrorCode.MESSAGE_NOT_FOUND, "msgId: no such message");
    }
}
