package io.confab.domain.notification;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.device.Device;
import io.confab.domain.ids.RequestIds;
import io.confab.domain.notification.Notifications.Notice;
import io.confab.domain.push.DevicePush;
import io.confab.domain.push.NotificationPush;
import io.confab.domain.push.Pushes;
import io.confab.domain.push.Strategy;
import io.confab.domain.user.Profile;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Tells users what another user did: a notification is stored, and then pushed once for its request id, with the {@code
 * notificationId} in the payload (docs/rules.md#pushes). If the process dies in between, or this runs twice, the same notice
 * stores the same notifications and pushes what was not pushed.
 */
@Singleton
public class Announcements {
    private final Notifications notifications;
    private final Pushes pushes;

    Announcements(Notifications notifications, Pushes pushes) {
        this.notifications = notifications;
        this.pushes = pushes;
    }

    /** A payload about something that another user did, with their picture. */
    public static ObjectNode payload(String subType, Profile actor) {
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        payload.put("type", Notifications.TYPE);
        payload.put("subType", subType);
        if (actor.avatarFile() != null) {
            payload.set("avatar_file", actor.avatarFile().toJson());
        }
        return payload;
    }

    /**
     * A payload with buttons to confirm or cancel.
     *
     * @param unique a later notification with the same value replaces this one
     */
    public static ObjectNode question(String subType, Profile asking, String unique) {
        ObjectNode payload = payload(subType, asking);
        payload.put("unique", unique);
        payload.put("confirmText", "同意");
        payload.put("cancelText", "拒绝");
        payload.put("state", false);
        return payload;
    }

    /** A notice about the state of a document at a time; sent once, however often it is tried. */
    public static Notice notice(ObjectNode payload, String documentId, long time, Profile actor, String content) {
        String requestId = RequestIds.of(payload.path("subType").textValue(), documentId, time);
        return new Notice(requestId, actor.nickname(), content, payload, Map.of());
    }

    /** Stores the notice for each of these users and pushes it to their devices. */
    public void tell(Collection<String> uids, List<Device> devices, Notice notice) {
        Map<String, String> ids = notifications.store(uids, notice);
        pushes.deliverOnce(
                notice.requestId(),
                devices.stream()
                        .map(device -> push(device, notice, ids.get(device.userId)))
                        .toList());
    }

    private static DevicePush push(Device device, Notice notice, String notificationId) {
        return new DevicePush(
                device,
                new NotificationPush(notice.title(), notice.content(), notice.payload(), notificationId),
                Strategy.ONLINE_ELSE_OFFLINE);
    }
}
