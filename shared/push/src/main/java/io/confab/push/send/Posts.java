package io.confab.push.send;

import io.confab.domain.device.Device;
import io.confab.domain.device.DeviceRepository;
import io.confab.domain.push.DevicePush;
import io.confab.push.channel.OfflineChannel;
import io.confab.push.channel.OnlineChannel;
import io.confab.push.channel.OnlineFrame;
import io.confab.push.channel.Outcome;
import io.confab.push.channel.VendorPush;
import io.confab.push.vendor.Vendor;
import io.confab.wire.PushJson;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Posts one push to the devices of one channel, and removes addresses that are gone, naming what was tried. Never throws: a
 * channel that throws is busy. Called by several threads at once.
 */
@Singleton
class Posts {
    private static final Logger LOG = Logger.getLogger(Posts.class);

    private final OnlineChannel online;
    private final List<OfflineChannel> vendors;
    private final DeviceRepository devices;
    private final PushTally tally;
    private final Clock clock;

    Posts(
            OnlineChannel online,
            @Any Instance<OfflineChannel> vendors,
            DeviceRepository devices,
            PushTally tally,
            Clock clock) {
        this.online = online;
        this.vendors = vendors.stream().toList();
        this.devices = devices;
        this.tally = tally;
        this.clock = clock;
    }

    /** A push will be tried once more. */
    void countRetry() {
        tally.retry();
    }

    int maxOnline() {
        return online.maxBatch();
    }

    /** Maximum number of devices of one post to a vendor. */
    int mostAtOnce(Vendor vendor) {
        return channel(vendor).maxBatch();
    }

    /** @throws IllegalStateException in a function that hands over what is for vendors */
    private OfflineChannel channel(Vendor vendor) {
        return vendors.stream()
                .filter(channel -> channel.vendor() == vendor)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "this function has no channel for " + vendor.getClass().getSimpleName()));
    }

    /** Posts to open connections. */
    List<Outcome> online(List<PushTask> tasks, Duration within) {
        List<Device> to = devices(tasks);
        Optional<String> frame = OnlineFrame.of(tasks.get(0).push().content());
        if (frame.isEmpty()) {
            return tally.online(Collections.nCopies(to.size(), new Outcome.Refused("too large")));
        }
        return tally.online(settle(
                to,
                () -> online.push(to, frame.get(), within),
                device -> devices.unbind(device.connectionId, clock.millis())));
    }

    /** Posts to a vendor: one push, with one badge. */
    List<Outcome> vendor(List<PushTask> tasks, Errand errand, String requestId, Duration within) {
        PushTask first = tasks.get(0);
        VendorPush push = new VendorPush(
                requestId, PushJson.push(first.push().content()), first.badge().orElseThrow(), errand.options());
        List<Device> to = devices(tasks);
        return tally.vendor(
                first.vendor(),
                settle(to, () -> channel(first.vendor()).push(to, push, within), devices::forgetVendor));
    }

    private static List<Device> devices(List<PushTask> tasks) {
        return tasks.stream().map(PushTask::push).map(DevicePush::device).toList();
    }

    private static List<Outcome> settle(List<Device> to, Supplier<List<Outcome>> post, Consumer<Device> forget) {
        List<Outcome> outcomes;
        try {
            outcomes = post.get();
        } catch (RuntimeException e) {
            LOG.warnf(e, "a channel failed: devices=%d first=%s", to.size(), to.get(0).id);
            return Collections.nCopies(to.size(), Outcome.BUSY);
        }
        for (int i = 0; i < to.size(); i++) {
            if (outcomes.get(i) instanceof Outcome.Gone) {
                forget(to.get(i), forget);
            }
        }
        return outcomes;
    }

    private static void forget(Device device, Consumer<Device> forget) {
        try {
            forget.accept(device);
        } catch (RuntimeException e) {
            LOG.warnf(e, "an address that is gone was not removed: device=%s", device.id);
        }
    }
}
