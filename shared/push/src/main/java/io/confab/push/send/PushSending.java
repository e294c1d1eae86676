package io.confab.push.send;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.device.Device;
import io.confab.domain.device.DeviceRepository;
import io.confab.domain.ids.Ids;
import io.confab.domain.notification.Notifications;
import io.confab.domain.once.Once;
import io.confab.domain.push.DevicePush;
import io.confab.domain.push.Push;
import io.confab.domain.user.User;
import io.confab.domain.user.UserRepository;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * sendPushMsg: finds the addressed users and devices, stores notifications, pushes to the devices
 * (docs/api/README.md#sendpushmsg).
 *
 * <p>A {@code request_id} is pushed once within 24 hours. A run takes a lease first and marks the request as done last: if it
 * dies, another run takes over after the lease, and a notification is stored once however often it runs.
 */
@Singleton
public class PushSending {
    private static final Duration BUDGET = Duration.ofSeconds(20);

    private final DeviceRepository devices;
    private final UserRepository users;
    private final Notifications notifications;
    private final PushDelivery delivery;
    private final Once once;
    private final Clock clock;

    PushSending(
            DeviceRepository devices,
            UserRepository users,
            Notifications notifications,
            PushDelivery delivery,
            Once once,
            Clock clock) {
        this.devices = devices;
        this.users = users;
        this.notifications = notifications;
        this.delivery = delivery;
        this.once = once;
        this.clock = clock;
    }

    /**
     * Pushes; returns the reply's {@code data}.
     *
     * @param appId only devices of this app; absent means every app
     * @throws IllegalStateException while another process handles the same request; the invocation is then tried again
     */
    public ObjectNode send(PushParam param, Optional<String> appId) {
        if (param.requestId().isEmpty()) {
            return push(param, appId, Ids.next());
        }
        String requestId = param.requestId().get();
        Once.Ticket ticket = once.start(requestId);
        return switch (ticket.start()) {
            case DONE -> JsonNodeFactory.instance.objectNode();
            case BUSY -> throw new IllegalStateException("request " + requestId + " is under way");
            case TAKEN -> {
                ObjectNode data = push(param, appId, requestId);
                ticket.done();
                yield data;
            }
        };
    }

    private ObjectNode push(PushParam param, Optional<String> appId, String requestId) {
        Targets targets = resolve(param);
        Map<String, String> notificationIds = param.isNewNotification()
                ? notifications.store(
                        targets.uids(),
                        new Notifications.Notice(
                                requestId,
                                param.push().title(),
                                param.push().content(),
                                (ObjectNode) param.push().payload(),
                                param.extras()))
                : Map.of();
        long now = clock.millis();
        List<DevicePush> pushes = targets.devices().stream()
                .filter(device -> appId.isEmpty() || appId.get().equals(device.appid))
                .filter(device ->
                        param.platforms().isEmpty() || param.platforms().contains(device.platform))
                .filter(device -> !param.checkToken() || device.tokenExpired > now)
                .map(device -> new DevicePush(
                        device, withNotificationId(param.push(), notificationIds.get(device.userId)), param.strategy()))
                .toList();
        return pushes.isEmpty() ? nobody() : report(requestId, delivery.deliver(pushes, BUDGET));
    }

    /** The addressed users who exist, and the devices. */
    private record Targets(List<String> uids, List<Device> devices) {}

    private Targets resolve(PushParam param) {
        List<String> ids = param.targets();
        return switch (param.targetKind()) {
            case USER_ID -> {
                List<String> uids = param.isNotification()
                        ? users.findAll(ids).stream().map(user -> user.id).toList()
                        : ids;
                yield new Targets(uids, devices.findByUsers(uids));
            }
            case USER_TAG -> {
                List<String> uids = users.findByTags(ids).stream()
                        .map((User user) -> user.id)
                        .toList();
                yield new Targets(uids, devices.findByUsers(uids));
            }
            case PUSH_CLIENTID -> ofDevices(devices.findByCids(ids));
            case DEVICE_ID -> ofDevices(devices.findByDeviceIds(ids));
        };
    }

    private static Targets ofDevices(List<Device> devices) {
        List<String> uids =
                devices.stream().map(device -> device.userId).distinct().toList();
        return new Targets(uids, devices);
    }

    private static Push withNotificationId(Push push, String notificationId) {
        if (notificationId == null) {
            return push;
        }
        ObjectNode payload = push.payload().deepCopy();
        payload.put("notificationId", notificationId);
        return new Push(push.title(), push.content(), payload);
    }

    private static ObjectNode nobody() {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.putObject("uni-push-err-res")
                .put("errCode", "uni-push-user-invalid")
                .put("errMsg", "no reachable device");
        return data;
    }

    private static ObjectNode report(String taskId, Map<String, PushStatus> statusByCid) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        ObjectNode task = data.putObject(taskId);
        Map<String, String> words = statusByCid.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().word()));
        words.forEach(task::put);
        return data;
    }
}
