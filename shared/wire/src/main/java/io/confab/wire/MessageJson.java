package io.confab.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.json.JsonLength;
import io.confab.domain.message.Message;
import io.confab.domain.message.SeenMessage;
import io.confab.domain.message.ShortMessage;
import io.confab.domain.message.ShownBody;
import io.confab.domain.message.UserList;
import io.confab.domain.storage.FreeJson;

/** Messages, with the same fields in replies and pushes (docs/rules.md#messages). */
public final class MessageJson {
    private MessageJson() {}

    /** The whole message; a revoked one without its body. */
    public static ObjectNode message(SeenMessage seen) {
        return json(seen, ShownBody.whole(seen.message()));
    }

    /** As {@link #message}, but a long body is shortened and {@code LongMsg} set. */
    public static ObjectNode brief(SeenMessage seen) {
        return within(seen, ShownBody.brief(seen.message()), UserList.MAX_PUSH_BYTES);
    }

    /** The newest message of a listed conversation, in the form of {@link #brief}. */
    public static ObjectNode listed(ShortMessage newest, boolean isRead) {
        return within(new SeenMessage(newest.message(), isRead), newest.body(), UserList.MAX_PUSH_BYTES);
    }

    /**
     * The message of a push, in the form of {@link #brief}; nobody has read it yet.
     *
     * @param maxBytes maximum size of a message that lists people; those who do not fit are left out
     */
    public static ObjectNode pushed(Message message, ShownBody brief, int maxBytes) {
        return within(new SeenMessage(message, message.read), brief, maxBytes);
    }

    private static ObjectNode within(SeenMessage seen, ShownBody body, int maxBytes) {
        ObjectNode whole = json(seen, body);
        if (!body.isUserList(seen.message()) || JsonLength.bytes(whole) <= maxBytes) {
            return whole;
        }
        ObjectNode marked = json(seen, new ShownBody(body.json(), true));
        int fields = JsonLength.bytes(marked) - JsonLength.bytes(body.json());
        return json(seen, body.within(maxBytes - fields));
    }

    private static ObjectNode json(SeenMessage seen, ShownBody body) {
        Message message = seen.message();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("_id", message.id);
        json.put("conversation_id", message.conversationId);
        json.put("seq", message.seq);
        json.put("type", message.type);
        json.set("body", body.json());
        json.put("from_uid", message.fromUid);
        Fields.putIfPresent(json, "to_uid", message.toUid);
        Fields.putIfPresent(json, "group_id", message.groupId);
        json.put("create_time", message.createTime);
        json.put("update_time", message.updateTime);
        json.put("is_read", seen.isRead());
        json.put("is_revoke", message.revoked);
        json.put("appid", message.appid == null ? "" : message.appid);
        Fields.putIfPresent(json, "unique_id", message.isSystem() ? null : message.uniqueId);
        if (message.clientCreateTime != null) {
            json.set("client_create_time", FreeJson.toJson(message.clientCreateTime));
        }
        Fields.putIfPresent(json, "about_msg_id", message.aboutMsgId);
        if (message.callUid != null) {
            message.callUid.forEach(json.withArray("call_uid")::add);
        }
        Fields.putIfPresent(json, "action", message.action);
        if (body.isShortened()) {
            json.put("LongMsg", true);
        }
        return json;
    }
}
