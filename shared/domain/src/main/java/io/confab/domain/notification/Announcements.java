package io.confab.domain.notification;

import io.confab.domain.device.Device;
import io.confab.domain.notification.Notifications.Notice;
import io.confab.domain.push.DevicePush;
import io.confab.domain.push.NotificationPush;
import io.confab.domain.push.PushReport;
import io.confab.domain.push.Pushes;
import io.confab.domain.push.Strategy;
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

    /**
     * Stores the announcement for each of these users and pushes it to their devices. What is stored about the same or a later
     * state of the document stays: a repeat does not make it unread again.
     */
    public PushReport tell(Collection<String> uids, List<Device> devices, Announcement announcement) {
        Notice notice = announcement.notice();
        Map<String, String> ids = notifications.store(uids, notice);
        return pushes.deliverOnce(
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
