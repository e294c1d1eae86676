package io.confab.domain.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.confab.domain.storage.FreeJson;
import io.confab.domain.user.StoredPeople;

/** A message in the form of replies, the same in pushes and lists (docs/rules.md#messages). */
public final class MessageView {
    /** A body whose JSON is longer is shortened in pushes. */
    static final int LONG_BODY = 250;

    private static final ObjectMapper COMPACT = new ObjectMapper();

    private MessageView() {}

    /** The whole message; a revoked one without its body. */
    public static ObjectNode whole(Message message) {
        return view(message, message.revoked ? TextNode.valueOf(Preview.REVOKED_BODY) : body(message));
    }

    /** The body as stored, but with the people of an announcement cut to today's limits. */
    private static JsonNode body(Message message) {
        JsonNode body = FreeJson.toJson(message.body);
        if (message.isSystem()) {
            body.path("user_list").forEach(StoredPeople::bound);
            StoredPeople.bound(body.path("updateData"));
        }
        return body;
    }

    /**
     * As {@link #whole}, as one user of a single chat sees it: {@code is_read} says whether the receiver's mark has reached it.
     * In groups {@code is_read} stays false.
     */
    public static ObjectNode readBy(Message message, String uid, long ownMark, long peerMark) {
        return withRead(whole(message), message, uid, ownMark, peerMark);
    }

    /** As {@link #readBy}, in the form of a push. */
    public static ObjectNode shortReadBy(Message message, String uid, long ownMark, long peerMark) {
        return withRead(forPush(message, Preview.PUSH_CONTENT_LENGTH), message, uid, ownMark, peerMark);
    }

    static ObjectNode withRead(ObjectNode json, Message message, String uid, long ownMark, long peerMark) {
        if (!message.isGroup()) {
            json.put("is_read", message.seq <= (message.fromUid.equals(uid) ? peerMark : ownMark));
        }
        return json;
    }

    /** As {@link #whole}, but a long body is shortened and {@code LongMsg} set. */
    public static ObjectNode forPush(Message message, int noteLength) {
        return forPush(message, noteLength, UserLists.MAX_PUSH_BYTES);
    }

    /**
     * As {@link #forPush(Message, int)}.
     *
     * @param maxBytes maximum size of a message that lists people; those who do not fit are left out
     */
    public static ObjectNode forPush(Message message, int noteLength, int maxBytes) {
        ObjectNode whole = whole(message);
        if (UserLists.isIn(message, whole.get("body"))) {
            UserLists.shorten(whole, maxBytes);
        } else if (jsonLength(whole.get("body")) > LONG_BODY) {
            whole.set("body", Preview.shortened(message, whole.get("body"), noteLength));
            whole.put("LongMsg", true);
        }
        return whole;
    }

    /** Length of a value's compact JSON in UTF-16 units. */
    public static int jsonLength(JsonNode json) {
        try {
            return COMPACT.writeValueAsString(json).length();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree cannot be written", e);
        }
    }

    private static ObjectNode view(Message message, JsonNode body) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("_id", message.id);
        json.put("conversation_id", message.conversationId);
        json.put("seq", message.seq);
        json.put("type", message.type);
        json.set("body", body);
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
        return json;
    }

    private static void putIfSet(ObjectNode json, String name, String value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
