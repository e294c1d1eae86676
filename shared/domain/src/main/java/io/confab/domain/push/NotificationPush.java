package io.confab.domain.push;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A stored notification.
 *
 * @param payload as it is stored
 * @param notificationId the id under which it is stored for the user who gets this push
 */
public record NotificationPush(String title, String content, ObjectNode payload, String notificationId)
        implements PushContent {
    @Override
    public <T> T in(Form<T> form) {
        return form.notification(this);
    }
}
