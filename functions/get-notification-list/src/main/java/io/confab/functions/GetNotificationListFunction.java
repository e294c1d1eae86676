package io.confab.functions;

import io.confab.domain.notification.NotificationFilter;
import io.confab.domain.notification.NotificationList;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.confab.wire.NotificationJson;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/** Lists the caller's notifications, newest first (docs/api/notifications.md#getnotificationlist). */
@Singleton
public class GetNotificationListFunction {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 500;
    private static final int MAX_TYPES = 100;

    private final UrlCalls calls;
    private final NotificationList notifications;

    GetNotificationListFunction(UrlCalls calls, NotificationList notifications) {
        this.calls = calls;
        this.notifications = notifications;
    }

    @Funq("getNotificationList")
    public FunctionUrlReply getNotificationList(FunctionUrlEvent event) {
        return calls.asCaller(event, Method.OF_OBJECT, (caller, params) -> {
            NotificationFilter filter = new NotificationFilter(
                    params.stringOrStrings("type", MAX_TYPES), params.stringOrStrings("excludeType", MAX_TYPES));
            return Result.page(
                            notifications.page(caller, filter, params.limit(DEFAULT_LIMIT, MAX_LIMIT), params.cursor()),
                            NotificationJson::notification)
                    .with(NotificationJson.UNREAD_COUNT, notifications.unreadCount(caller, filter));
        });
    }
}
