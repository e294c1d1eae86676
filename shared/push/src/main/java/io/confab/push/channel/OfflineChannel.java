package io.confab.push.channel;

import io.confab.domain.device.Device;
import io.confab.push.vendor.Vendor;
import java.time.Duration;
import java.util.List;

/**
 * Reaches devices that are not connected, through a vendor. Called by several threads at once. Only {@code sendPushMsg} and
 * {@code sendMsgToGroup} have such channels (shared/vendors); every other function knows the {@link Vendor} alone.
 */
public interface OfflineChannel {
    /** The vendor whose devices this channel reaches. */
    Vendor vendor();

    /** Maximum number of devices of one {@link #push}. */
    int maxBatch();

    /**
     * Hands one push to the vendor for these devices, and returns the outcome of each in their order. Blocks until all outcomes
     * are known, but not longer than the given time: what is under way then is cut off, and busy.
     */
    List<Outcome> push(List<Device> devices, VendorPush push, Duration within);
}
