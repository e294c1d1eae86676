package io.confab.push.send;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.device.Device;
import io.confab.domain.device.DeviceRepository;
import io.confab.domain.ids.Ids;
import io.confab.domain.json.Params;
import io.confab.domain.message.MessageRepository;
import io.confab.domain.notification.Notifications;
import io.confab.domain.once.Once;
import io.confab.domain.push.DevicePush;
import io.confab.domain.push.GivenPush;
import io.confab.domain.push.NotificationPush;
import io.confab.domain.push.PushContent;
import io.confab.domain.push.PushReport;
import io.confab.domain.user.User;
import io.confab.domain.user.UserRepository;
import io.confab.push.invocation.Invocations;
import io.confab.push.invocation.PushParam;
import io.confab.push.invocation.PushRequest;
import io.confab.wire.PushPayload;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * sendPushMsg: finds the addressed users and devices, stores notifications, pushes to the devices
 * (docs/api/README.md#sendpushmsg).
 *
 * <p>A {@code request_id} is pushed once within 24 hours. A run takes a lease first and marks the request as done last: if it
 * dies, another run takes over after the lease; one that comes while it works waits a moment for its end. A notification is
 * stored once however often it runs.
 */
@Singleton
public class PushSending {
    private final DeviceRepository devices;
    private final UserRepository users;
    private final MessageRepository messages;
    private final Notifications notifications;
    private final PushDelivery delivery;
    private final PendingPushes pending;
    private final Once once;
    private final Clock clock;

    PushSending(
            DeviceRepository devices,
            UserRepository users,
            MessageRepository messages,
            Notifications notifications,
            PushDelivery delivery,
            PendingPushes pending,
            Once once,
            Clock clock) {
        this.devices = devices;
        this.users = users;
        this.messages = messages;
        this.notifications = notifications;
        this.delivery = delivery;
        this.pending = pending;
        this.once = once;
        this.clock = clock;
    }

    /**
     * Pushes.
     *
     * @throws io.confab.domain.error.Refusal 400 if the event does not describe a push
     * @throws IllegalStateException while another process handles the same request, for more than a second; the invocation is
     *     then tried again. Always for a push that was given up, so that it becomes a dead letter
     */
    public PushReport send(ObjectNode event) {
        if (event.has(Invocations.GIVEN_UP)) {
            throw new IllegalStateException("a push was given up: " + event.get(Invocations.GIVEN_UP));
        }
        if (event.get(Invocations.PENDING) instanceof ObjectNode waiting) {
            Params params = new Params(waiting);
            pending.deliver(params.requiredId("device"), params.requiredId("connection_id"));
            return new PushReport.SentBefore();
        }
        PushRequest request = PushRequest.decode(event);
        if (isRevoked(request)) {
            return new PushReport.SentBefore();
        }
        if (request.param().requestId().isEmpty()) {
            return push(request, Ids.next());
        }
        String requestId = request.param().requestId().get();
        Once.Ticket ticket = once.startOrWait(requestId);
        return switch (ticket.start()) {
            case DONE -> new PushReport.SentBefore();
            case BUSY -> throw new IllegalStateException("request " + requestId + " is under way");
            case TAKEN -> {
                PushReport report = push(request, requestId);
                ticket.done();
                yield report;
            }
        };
    }

    /** A message that was handed over may have been revoked meanwhile: nobody is told of it any more. */
    private boolean isRevoked(PushRequest request) {
        PushPayload payload = request.param().payload();
        return request.originId().isPresent()
                && payload.isMessage()
                && payload.messageId()
                        .flatMap(messages::findOne)
                        .filter(message -> message.revoked)
                        .isPresent();
    }

    private PushReport push(PushRequest request, String requestId) {
        PushParam param = request.param();
        Optional<String> appId = request.appId();
        Targets targets = resolve(param);
        Map<String, String> notificationIds = param.payload().isNewNotification()
                ? notifications.store(
                        targets.uids(),
                        new Notifications.Notice(
                                requestId,
                                param.push().title(),
                                param.push().content(),
                                (ObjectNode) param.push().payload(),
                                param.extras(),
                                OptionalLong.empty()))
                : Map.of();
        long now = clock.millis();
        List<DevicePush> pushes = targets.devices().stream()
                .filter(device -> appId.isEmpty() || appId.get().equals(device.appid))
                .filter(device ->
                        param.platforms().isEmpty() || param.platforms().contains(device.platform))
                .filter(device -> !param.checkToken() || device.isInReach(now))
                .map(device -> new DevicePush(
                        device, content(param.push(), notificationIds.get(device.userId)), param.strategy()))
                .toList();
        return pushes.isEmpty()
                ? new PushReport.Unreachable()
                : new PushReport.Sent(
                        requestId,
                        delivery.deliver(
                                pushes,
                                new Errand(
                                        request.originId().or(() -> Optional.of(requestId)),
                                        request.attempt(),
                                        param.options(),
                                        param.checkToken())));
    }

    /** The addressed users who exist, and the devices. */
    private record Targets(List<String> uids, List<Device> devices) {}

    private Targets resolve(PushParam param) {
        List<String> ids = param.targets();
        return switch (param.targetKind()) {
            case USER_ID -> {
                List<String> uids = param.payload().isNotification()
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

    private static PushContent content(GivenPush push, String notificationId) {
        return notificationId == null
                ? push
                : new NotificationPush(push.title(), push.content(), (ObjectNode) push.payload(), notificationId);
    }
}
