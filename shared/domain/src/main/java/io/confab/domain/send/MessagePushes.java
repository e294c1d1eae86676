package io.confab.domain.send;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.context.UserContext;
import io.confab.domain.conversation.Conversation;
import io.confab.domain.device.Device;
import io.confab.domain.group.MembersSeen;
import io.confab.domain.message.Message;
import io.confab.domain.message.ShownBody;
import io.confab.domain.push.DevicePush;
import io.confab.domain.push.GroupPush;
import io.confab.domain.push.MessagePush;
import io.confab.domain.push.Strategy;
import io.confab.domain.user.Profile;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Which devices a message is pushed to, and with which content (docs/rules.md#pushes). */
@Singleton
public class MessagePushes {
    private final int noteLength;

    MessagePushes(ConfabConfig config) {
        this.noteLength = config.noteLength();
    }

    /**
     * The pushes of a single chat's message: to the receiver's devices of its app, and to the sender's other devices of the
     * sender's app; a system message's to devices of every app.
     */
    List<DevicePush> single(Message message, Map<String, UserContext> sides) {
        UserContext sender = sides.get(message.fromUid);
        MessagePush push = push(message, Profile.of(sender), Optional.empty());
        List<DevicePush> pushes = new ArrayList<>();
        UserContext receiver = sides.get(message.toUid);
        if (receiver != null) {
            Strategy strategy = strategy(message, message.toUid, receiver);
            devices(message, receiver, message.appid)
                    .forEach(device -> pushes.add(new DevicePush(device, push, strategy)));
        }
        MessagePush ownPush = push(message, Profile.of(sender), Optional.ofNullable(message.senderDeviceId));
        Strategy ownStrategy = strategy(message, message.fromUid, sender);
        devices(message, sender, message.senderAppid)
                .filter(device -> !device.deviceId.equals(message.senderDeviceId))
                .forEach(device -> pushes.add(new DevicePush(device, ownPush, ownStrategy)));
        return pushes;
    }

    /** Without vendors: a system message, and what comes in a conversation that the user has muted, unless it mentions them. */
    private static Strategy strategy(Message message, String uid, UserContext side) {
        boolean muted = side.conversation().map(Conversation::isMuted).orElse(false);
        boolean quiet = message.isSystem() || (muted && !message.mentions(uid));
        return quiet ? Strategy.ONLINE : Strategy.ONLINE_ELSE_OFFLINE;
    }

    /** The fan-out of a group's message. */
    GroupPush group(Message message, Profile sender, List<String> extraUids, Optional<MembersSeen> members) {
        return new GroupPush(
                message.appid,
                push(message, sender, Optional.empty()),
                message.isSystem() ? Strategy.ONLINE : Strategy.ONLINE_ELSE_OFFLINE,
                Optional.empty(),
                Optional.ofNullable(message.senderAppid),
                Optional.ofNullable(message.senderDeviceId),
                extraUids,
                members);
    }

    private MessagePush push(Message message, Profile sender, Optional<String> sendingDeviceId) {
        return new MessagePush(message, ShownBody.brief(message, noteLength), sender, sendingDeviceId);
    }

    private static Stream<Device> devices(Message message, UserContext side, String appId) {
        return side.devices.stream().filter(device -> message.isSystem() || appId.equals(device.appid));
    }
}
