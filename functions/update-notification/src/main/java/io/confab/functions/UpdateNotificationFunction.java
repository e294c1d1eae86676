package io.confab.functions;

import io.confab.domain.error.Refusal;
import io.confab.domain.notification.NotificationList;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/** Marks a notification read or decided (docs/api/notifications.md#updatenotification). */
@Singleton
public class UpdateNotificationFunction {
    private static final Set<String> STATES = Set.of("confirm", "cancel");

    private final UrlCalls calls;
    private final NotificationList notifications;

    UpdateNotificationFunction(UrlCalls calls, NotificationList notifications) {
        this.calls = calls;
        this.notifications = notifications;
    }

    @Funq("updateNotification")
    public FunctionUrlReply updateNotification(FunctionUrlEvent event) {
        return calls.asCaller(event, Method.OF_OBJECT.storing(), (caller, params) -> {
            String id = params.requiredId("_id");
            Optional<Boolean> read = params.bool("is_read");
            Optional<String> state = params.string("state");
            state.filter(value -> !STATES.contains(value)).ifPresent(value -> {
                throw Refusal.badParam("state", "must be confirm or cancel");
            });
            if (read.isEmpty() && state.isEmpty()) {
                throw Refusal.badParam("is_read", "or state must be given");
            }
            notifications.update(caller, id, read, state);
            return Result.empty();
        });
    }
}
