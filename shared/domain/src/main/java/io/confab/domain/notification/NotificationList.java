package io.confab.domain.notification;

import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.page.Page;
import io.confab.domain.storage.NewestFirst;
import io.confab.domain.user.Caller;
import jakarta.inject.Singleton;
import java.util.Optional;

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
    public Page<Notification> page(Caller caller, NotificationFilter filter, int limit, Optional<String> cursor) {
        return notifications.findPage(
                caller.uid(), filter, new NewestFirst("getNotificationList," + filter, limit, cursor));
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
        if (!notifications.update(caller.uid(), id, read, state)) {
            throw new Refusal(ErrorCode.NOTIFICATION_NOT_FOUND, "_id: no such notification of yours");
        }
    }
}
