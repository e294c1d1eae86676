package io.confab.domain.notification;

import static com.mongodb.client.model.Updates.set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.json.JsonPage;
import io.confab.domain.storage.FreeJson;
import io.confab.domain.storage.NewestFirst;
import io.confab.domain.text.Lines;
import io.confab.domain.user.Caller;
import io.confab.domain.user.StoredPeople;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.conversions.Bson;

/**
 * getNotificationList and updateNotification: a user's own notifications (docs/api/notifications.md#getnotificationlist,
 * docs/api/notifications.md#updatenotification).
 */
@Singleton
public class NotificationList {
    /** Unread notifications are counted up to this number. */
    private static final int MAX_COUNTED = 10_000;

    private final NotificationRepository notifications;

    NotificationList(NotificationRepository notifications) {
        this.notifications = notifications;
    }

    /** The caller's notifications that match, newest first. */
    public JsonPage page(Caller caller, NotificationFilter filter, int limit, Optional<String> cursor) {
        return notifications
                .findPage(caller.uid(), filter, new NewestFirst("getNotificationList," + filter, limit, cursor))
                .page(notification -> Optional.of(json(notification)));
    }

    /** How many of those are unread, on all pages; counted up to 10,000. */
    public long unreadCount(Caller caller, NotificationFilter filter) {
        return notifications.countUnread(caller.uid(), filter, MAX_COUNTED);
    }

    /**
     * Sets what is given, in one write: running twice gives the same result; of two at once, the last one stays.
     *
     * @param state {@code payload.state}: what the user decided; it has no other effect
     * @throws Refusal {@code notification-not-found} when it is not the caller's
     */
    public void update(Caller caller, String id, Optional<Boolean> read, Optional<String> state) {
        List<Bson> changes = new ArrayList<>();
        read.ifPresent(value -> changes.add(set("is_read", value)));
        state.ifPresent(value -> changes.add(set("payload.state", value)));
        if (!notifications.update(caller.uid(), id, changes)) {
            throw new Refusal(ErrorCode.NOTIFICATION_NOT_FOUND, "_id: no such notification of yours");
        }
    }

    private static ObjectNode json(Notification notification) {
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
        putIfPresent(json, "sound", notification.sound);
        putIfPresent(json, "open_url", notification.openUrl);
        putIfPresent(json, "path", notification.path);
        return json;
    }

    private static String joined(String text) {
        return text == null ? "" : Lines.joined(text);
    }

    private static void putIfPresent(ObjectNode json, String field, String value) {
        if (value != null) {
            json.put(field, value);
        }
    }
}
