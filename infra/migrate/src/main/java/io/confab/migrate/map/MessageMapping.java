package io.confab.migrate.map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.confab.domain.error.Refusal;
import io.confab.domain.ids.ConversationIds;
import io.confab.domain.json.JsonLength;
import io.confab.domain.message.Message;
import io.confab.domain.message.MessageBody;
import io.confab.domain.message.MessageType;
import io.confab.domain.message.UnreadKeys;
import io.confab.domain.storage.FreeJson;
import io.confab.migrate.origin.Source;
import io.confab.migrate.report.NotTakenException;
import io.confab.migrate.report.Reason;
import io.confab.migrate.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Messages, without their numbers. */
public final class MessageMapping {
    private final Known known;

    public MessageMapping(Known known) {
        this.known = known;
    }

    /** Checks a message and reports what is changed; called once for each message. */
    public void check(Source source, Report report) throws NotTakenException {
        Message message = message(source);
        if (message.isGroup()) {
            known.group(source, "group_id");
            if (!known.isUser(message.fromUid)) {
                report.changed(source, Reason.UNKNOWN_AUTHOR, message.fromUid);
            }
        } else {
            known.user(source, "from_uid");
            known.user(source, "to_uid");
        }
        MessageType type =
                MessageType.of(message.type).orElseThrow(() -> new NotTakenException(Reason.UNKNOWN_TYPE, "type"));
        Optional<JsonNode> body = source.value("body");
        if (body.isPresent() && JsonLength.characters(body.get()) > MessageBody.MAX_JSON_LENGTH) {
            throw new NotTakenException(Reason.BODY_TOO_LARGE, "body");
        }
        if (!message.revoked && !hasShape(type, body.orElseThrow())) {
            report.changed(source, Reason.BODY_SHAPE, message.type);
        }
        if (source.text("conversation_id")
                .filter(id -> !id.equals(message.conversationId))
                .isPresent()) {
            report.changed(source, Reason.CONVERSATION_ID, message.conversationId);
        }
    }

    /** The message as it is stored, except its number, counts and unread keys. */
    public Message message(Source source) throws NotTakenException {
        Message message = new Message();
        message.id = Known.id(source);
        message.fromUid = Known.required(source, "from_uid");
        address(source, message);
        message.type = Known.required(source, "type");
        message.revoked = source.flag("is_revoke");
        Optional<JsonNode> body = source.value("body");
        if (body.isEmpty() && !message.revoked) {
            throw new NotTakenException(Reason.MISSING_FIELD, "body");
        }
        message.body = FreeJson.toBson(body.orElse(TextNode.valueOf("")));
        message.createTime = Known.requiredTime(source, "create_time");
        message.updateTime =
                Math.max(message.createTime, source.time("update_time").orElse(0L));
        message.appid = source.text("appid").orElse(null);
        message.senderAppid = message.appid;
        message.clientCreateTime = source.number("client_create_time")
                .map(time -> FreeJson.toBson(source.json().get("client_create_time")))
                .orElse(null);
        message.uniqueId = source.text("unique_id").orElse(null);
        message.sendKey = Message.sendKey(message.fromUid, message.uniqueId == null ? message.id : message.uniqueId);
        message.aboutMsgId = source.text("about_msg_id").orElse(null);
        message.callUid = source.texts("call_uid").isEmpty() ? null : source.texts("call_uid");
        message.read = !message.isGroup() && source.flag("is_read");
        message.action = message.isSystem() ? source.text("action").orElse(null) : null;
        return message;
    }

    /** The properties of a message that the rule for unread counts needs. */
    public static List<String> unreadKeys(Message message) {
        List<String> keys = new ArrayList<>();
        Optional.ofNullable(UnreadKeys.of(message)).ifPresent(keys::addAll);
        if (message.revoked) {
            keys.add(UnreadKeys.revoked(message.conversationId));
        }
        return keys.isEmpty() ? null : keys;
    }

    private static void address(Source source, Message message) throws NotTakenException {
        Optional<String> to = source.text("to_uid");
        Optional<String> group = source.text("group_id");
        if (to.isPresent() && group.isPresent()) {
            throw new NotTakenException(Reason.TWO_RECEIVERS, "to_uid, group_id");
        }
        if (group.isPresent()) {
            message.groupId = group.get();
            message.conversationId = ConversationIds.group(message.groupId);
        } else {
            message.toUid = to.orElseThrow(() -> new NotTakenException(Reason.MISSING_FIELD, "to_uid or group_id"));
            if (message.toUid.equals(message.fromUid)) {
                throw new NotTakenException(Reason.SELF, message.fromUid);
            }
            message.conversationId = ConversationIds.single(message.fromUid, message.toUid);
        }
    }

    private static boolean hasShape(MessageType type, JsonNode body) {
        try {
            MessageBody.check(type, body);
            return true;
        } catch (Refusal e) {
            return false;
        }
    }
}
