package io.confab.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.json.JsonLength;
import io.confab.domain.message.Preview;
import io.confab.domain.message.UserList;
import io.confab.domain.push.ControlPush;
import io.confab.domain.push.GivenPush;
import io.confab.domain.push.MessagePush;
import io.confab.domain.push.NotificationPush;
import io.confab.domain.push.PushContent;
import io.confab.domain.push.PushReport;
import io.confab.domain.push.PushStatus;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Pushes, and the replies of the methods that send them (docs/api/README.md#what-is-pushed). */
public final class PushJson {
    static final String MESSAGE = "uni-im";
    static final String NOTIFICATION = "uni-im-notification";
    static final String REVOKED = "uni-im-revoke-msg";
    static final String NOTIFICATION_ID = "notificationId";
    static final String DEVICE_ID = "device_id";

    private static final String UNREAD_CLEARED = "clear-conversation-unreadCount";
    private static final String MESSAGES_READ = "uni-im-msg-read";
    private static final String CONVERSATION_UPDATED = "uni-im-conversation-update";
    private static final String FRIEND_REMOVED = "uni-im-friend-delete";
    private static final int MAX_REPORTS = 100;
    private static final PushContent.Form<ObjectNode> WRITTEN = new Written();

    private PushJson() {}

    /** {@code {title,content,payload}}. */
    public static ObjectNode push(PushContent content) {
        return content.in(WRITTEN);
    }

    /** As {@link #push}, for a vendor, with the number on the app's icon. */
    public static ObjectNode offline(PushContent content, OptionalLong badge) {
        ObjectNode json = push(content);
        badge.ifPresent(number -> json.put("badge", number));
        return json;
    }

    /** A frame with a push (docs/api/README.md#online-channel). */
    public static ObjectNode frame(PushContent content) {
        return frame(push(content));
    }

    /** As {@link #frame(PushContent)}, with a push that is written already. */
    public static ObjectNode frame(ObjectNode push) {
        ObjectNode frame = object().put("type", "receive");
        frame.set("data", push);
        return frame;
    }

    /** The last frame of a connection. */
    public static ObjectNode bye(String reason) {
        return object().put("type", "bye").put("reason", reason);
    }

    /** The {@code data} of sendPushMsg. */
    public static ObjectNode report(PushReport report) {
        ObjectNode data = object();
        if (report instanceof PushReport.Sent sent) {
            ObjectNode task = data.putObject(sent.taskId());
            sent.statusByCid().forEach((cid, status) -> task.put(cid, word(status)));
        } else if (report instanceof PushReport.Unreachable) {
            data.putObject("uni-push-err-res")
                    .put("errCode", "uni-push-user-invalid")
                    .put("errMsg", "no reachable device");
        }
        return data;
    }

    /** The {@code data} of sendPushMsg for change events: what each of the first of them came to. */
    public static ObjectNode reports(List<PushReport> reports) {
        ObjectNode data = object();
        reports.stream().limit(MAX_REPORTS).forEach(report -> data.setAll(report(report)));
        return data;
    }

    /**
     * The {@code data} of sendMsgToGroup.
     *
     * @param devices how many devices this run pushed to; absent if there was nothing to do
     */
    public static ObjectNode groupReport(OptionalInt devices) {
        ObjectNode data = object();
        devices.ifPresent(number -> data.put("devices", number));
        return data;
    }

    private static String word(PushStatus status) {
        return switch (status) {
            case ONLINE -> "successed_online";
            case OFFLINE -> "successed_offline";
            case IGNORED -> "successed_ignore";
        };
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ObjectNode push(String title, String content, JsonNode payload) {
        ObjectNode json = object();
        json.put("title", title);
        json.put("content", content);
        json.set("payload", payload);
        return json;
    }

    private static final class Written implements PushContent.Form<ObjectNode> {
        @Override
        public ObjectNode message(MessagePush push) {
            String title = Preview.pushTitle(push.sender().nickname());
            String content = Preview.pushContent(push.message());
            ObjectNode payload = object();
            payload.put("type", MESSAGE);
            payload.putObject("data");
            payload.put("title", title);
            payload.put("content", content);
            if (push.sender().avatarFile() != null) {
                payload.set("avatar_file", UserJson.avatar(push.sender().avatarFile()));
            }
            push.sendingDeviceId().ifPresent(deviceId -> payload.put(DEVICE_ID, deviceId));
            ObjectNode json = push(title, content, payload);
            int left = UserList.MAX_PUSH_BYTES - JsonLength.bytes(json);
            payload.set("data", MessageJson.pushed(push.message(), push.body(), left));
            return json;
        }

        @Override
        public ObjectNode notification(NotificationPush push) {
            ObjectNode payload = push.payload().deepCopy();
            payload.put(NOTIFICATION_ID, push.notificationId());
            return push(push.title(), push.content(), payload);
        }

        @Override
        public ObjectNode given(GivenPush push) {
            return push(push.title(), push.content(), push.payload());
        }

        @Override
        public ObjectNode revoked(ControlPush.Revoked push) {
            ObjectNode data = object();
            data.put("msg_id", push.messageId());
            data.put("create_time", push.createTime());
            data.put("conversation_id", push.conversationId());
            data.put("user_id", push.byUid());
            push.groupId().ifPresent(groupId -> data.put("group_id", groupId));
            return control(REVOKED, data);
        }

        @Override
        public ObjectNode unreadCleared(ControlPush.UnreadCleared push) {
            ObjectNode data = object();
            data.put("conversation_id", push.conversationId());
            data.put("seq", push.seq());
            return control(UNREAD_CLEARED, data);
        }

        @Override
        public ObjectNode messagesRead(ControlPush.MessagesRead push) {
            ObjectNode data = object();
            data.put("conversation_id", push.conversationId());
            data.put("user_id", push.byUid());
            data.put("seq", push.seq());
            data.put("time", push.time());
            return control(MESSAGES_READ, data);
        }

        @Override
        public ObjectNode conversationUpdated(ControlPush.ConversationUpdated push) {
            ObjectNode data = object();
            data.put("conversation_id", push.conversationId());
            data.put("change_time", push.changeTime());
            return control(CONVERSATION_UPDATED, data);
        }

        @Override
        public ObjectNode friendRemoved(ControlPush.FriendRemoved push) {
            return control(FRIEND_REMOVED, object().put("friend_uid", push.friendUid()));
        }

        private static ObjectNode control(String type, ObjectNode data) {
            ObjectNode payload = object().put("type", type);
            payload.set("data", data);
            return push("", "", payload);
        }
    }
}
