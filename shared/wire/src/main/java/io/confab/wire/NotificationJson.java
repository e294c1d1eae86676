package io.confab.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.notification.Notification;
import io.confab.domain.storage.FreeJson;
import io.confab.domain.text.Lines;
import io.confab.domain.user.StoredPeople;

/** Stored notifications (docs/api/notifications.md). */
public final class NotificationJson {
    /** The field beside the notifications of a page. */
    public static final String UNREAD_COUNT = "unreadCount";

    private NotificationJson() {}

    /** An element of getNotificationList. The payload is as it was stored, with users in it within today's limits. */
    public static ObjectNode notification(Notification notification) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("_id", notification.id);
        json.put("user_id", notification.userId);
        json.put("title", joined(notification.title));
        json.put("content", joined(notification.content));
        if (notification.payload != null) {
            JsonNode payload = FreeJson.toJson(notification.payload);
            StoredPeople.bound(payload);
            json.set("payload", payload);
        }
        json.put("is_read", notification.read);
        json.put("create_time", notification.createTime);
        Fields.putIfPresent(json, "sound", notification.sound);
        Fields.putIfPresent(json, "open_url", notification.openUrl);
        Fields.putIfPresent(json, "path", notification.path);
        return json;
    }

    private static String joined(String text) {
        return text == null ? "" : Lines.joined(text);
    }
}
