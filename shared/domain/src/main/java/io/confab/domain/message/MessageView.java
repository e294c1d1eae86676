package io.confab.domain.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.json.JsonLength;
import io.confab.domain.storage.FreeJson;

/** To be replaced by {@code wire.MessageJson}. */
public final class MessageView {
    private MessageView() {}

    public static ObjectNode forPush(Message message, int noteLength, int maxBytes) {
        ShownBody body = ShownBody.brief(message, noteLength);
        ObjectNode whole = view(message, body);
        if (!body.isUserList(message) || JsonLength.bytes(whole) <= maxBytes) {
            return whole;
        }
        int fields = JsonLength.bytes(view(message, new ShownBody(body.json(), true))) - JsonLength.bytes(body.json());
        return view(message, body.within(maxBytes - fields));
    }

    public static ObjectNode readBy(Message message, String uid, long ownMark, long peerMark) {
        return view(message, ShownBody.whole(message))
                .put("is_read", SeenMessage.by(uid, message, ownMark, peerMark).isRead());
    }

    public static ObjectNode shortReadBy(Message message, String uid, long ownMark, long peerMark) {
        return forPush(message, Preview.PUSH_CONTENT_LENGTH, UserList.MAX_PUSH_BYTES)
                .put("is_read", SeenMessage.by(uid, message, ownMark, peerMark).isRead());
    }

    static ObjectNode view(ShortMessage newest, String uid, long ownMark, long peerMark) {
        return view(newest.message(), newest.body())
                .put(
                        "is_read",
                        SeenMessage.by(uid, newest.message(), ownMark, peerMark).isRead());
    }

    public static int jsonLength(JsonNode json) {
        return JsonLength.characters(json);
    }

    private static ObjectNode view(Message message, ShownBody body) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("_id", message.id);
        json.put("conversation_id", message.conversationId);
        json.put("seq", message.seq);
        json.put("type", message.type);
        json.set("body", body.json());
        json.put("from_uid", message.fromUid);
        putIfSet(json, "to_uid", message.toUid);
        putIfSet(json, "group_id", message.groupId);
        json.put("create_time", message.createTime);
        json.put("update_time", message.updateTime);
        json.put("is_read", message.read);
        json.put("is_revoke", message.revoked);
        json.put("appid", message.appid == null ? "" : message.appid);
        putIfSet(json, "unique_id", message.isSystem() ? null : message.uniqueId);
        if (message.clientCreateTime != null) {
            json.set("client_create_time", FreeJson.toJson(message.clientCreateTime));
        }
        putIfSet(json, "about_msg_id", message.aboutMsgId);
        if (message.callUid != null) {
            message.callUid.forEach(json.withArray("call_uid")::add);
        }
        putIfSet(json, "action", message.action);
        if (body.isShortened()) {
            json.put("LongMsg", true);
        }
        return json;
    }

    private static void putIfSet(ObjectNode json, String name, String value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
