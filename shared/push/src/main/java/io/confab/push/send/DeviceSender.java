package io.confab.push.send;

import io.confab.domain.device.Device;
import io.confab.domain.device.DeviceRepository;
import io.confab.domain.push.DevicePush;
import io.confab.domain.push.PushStatus;
import io.confab.push.channel.OfflineChannel;
import io.confab.push.channel.OnlineChannel;
import io.confab.wire.PushJson;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Sends one push to one device, by the channels that its strategy allows. Never throws: a device that cannot be reached is
 * reported, and a connection that is gone is unbound by its id. Called by several threads at once.
 */
@Singleton
class DeviceSender {
    private static final Logger LOG = Logger.getLogger(DeviceSender.class);

    private final OnlineChannel online;
    private final List<OfflineChannel> vendors;
    private final DeviceRepository devices;
    private final Clock clock;

    DeviceSender(OnlineChannel online, @Any Instance<OfflineChannel> vendors, DeviceRepository devices, Clock clock) {
        this.online = online;
        this.vendors = vendors.stream().toList();
        this.devices = devices;
        this.clock = clock;
    }

    PushStatus send(DevicePush push, Badges badges) {
        try {
            return switch (push.strategy()) {
                case ONLINE -> online(push) ? PushStatus.ONLINE : PushStatus.IGNORED;
                case OFFLINE -> offline(push, badges) ? PushStatus.OFFLINE : PushStatus.IGNORED;
                case ONLINE_ELSE_OFFLINE -> online(push)
                        ? PushStatus.ONLINE
                        : offline(push, badges) ? PushStatus.OFFLINE : PushStatus.IGNORED;
                case OFFLINE_ELSE_ONLINE -> offline(push, badges)
                        ? PushStatus.OFFLINE
                        : online(push) ? PushStatus.ONLINE : PushStatus.IGNORED;
            };
        } catch (RuntimeException e) {
            LOG.warnf(e, "push failed: device=%s strategy=%s", push.device().id, push.strategy());
            return PushStatus.IGNORED;
        }
    }

    private boolean online(DevicePush push) {
        String connectionId = push.device().connectionId;
        if (connectionId == null) {
            return false;
        }
        OnlineChannel.Outcome outcome =
                online.post(connectionId, PushJson.frame(push.content()).toString());
        if (outcome == OnlineChannel.Outcome.GONE) {
            devices.unbind(connectionId, clock.millis());
        }
        return outcome == OnlineChannel.Outcome.DELIVERED;
    }

    private boolean offline(DevicePush push, Badges badges) {
        Device device = push.device();
        return vendors.stream()
                .filter(vendor -> vendor.reaches(device))
                .findFirst()
                .map(vendor -> vendor.push(device, PushJson.offline(push.content(), badges.of(device.userId))))
                .orElse(false);
    }
}
