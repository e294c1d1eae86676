package io.confab.push.channel;

import io.confab.domain.device.Device;
import java.time.Duration;
import java.util.List;

/**
 * Reaches devices that are not connected, through a vendor. Called by several threads at once. Only {@code sendPushMsg} and
 * {@code sendMsgToGroup} push through it; every function asks whom it reaches, which needs no secret.
 */
public interface OfflineChannel {
    /** Whether this channel is set up and can reach the device. */
    boolean reaches(Device device);

    /** Maximum number of devices of one {@link #push}. */
    int maxBatch();

    /**
     * Hands one push to the vendor for these devices, and returns the outcome of each in their order. Blocks until all outcomes
     * are known, but not longer than the given time: what is under way then is cut off, and busy.
     */
    List<Outcome> push(List<Device> devices, VendorPush push, Duration within);
}
