package io.confab.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.message.Mentions;
import io.confab.domain.message.MessageType;
import java.util.Optional;

/**
 * Reads the payload of a push that an invocation carries, whoever wrote it (docs/api/README.md#what-is-pushed): any JSON, of
 * which a part may be missing.
 */
public record PushPayload(JsonNode json) {

    /** Whether the message itself is pushed, not a change of it. */
    public boolean isMessage() {
        return PushJson.MESSAGE.equals(type());
    }

    public boolean isSystemMessage() {
        return MessageType.SYSTEM.wireName().equals(data().path("type").asText());
    }

    public boolean isRevocation() {
        return PushJson.REVOKED.equals(type());
    }

    public boolean isNotification() {
        return PushJson.NOTIFICATION.equals(type());
    }

    /** Whether it is a notification that is not stored yet; the payload is then an object. */
    public boolean isNewNotification() {
        return isNotification() && !json.has(PushJson.NOTIFICATION_ID);
    }

    /** The group that the push is for. */
    public Optional<String> groupId() {
        return Optional.ofNullable(data().path("group_id").textValue());
    }

    /** The message that the push is about: the pushed one, or the revoked one. */
    public Optional<String> messageId() {
        return Optional.ofNullable(data().path("_id").textValue())
                .or(() -> Optional.ofNullable(data().path("msg_id").textValue()));
    }

    /** The user who sent the message, or who caused the change. */
    public String causedBy() {
        return data().path(isMessage() ? "from_uid" : "user_id").asText();
    }

    public boolean mentions(String uid) {
        for (JsonNode called : data().path("call_uid")) {
            if (called.asText().equals(uid) || called.asText().equals(Mentions.ALL)) {
                return true;
            }
        }
        return false;
    }

    /** The payload for the sender's own devices: it names the device that sent the message. */
    public JsonNode toSender(String sendingDeviceId) {
        return json instanceof ObjectNode object ? object.deepCopy().put(PushJson.DEVICE_ID, sendingDeviceId) : json;
    }

    private String type() {
        return json.path("type").asText();
    }

    private JsonNode data() {
        return json.path("data");
    }
}
