package io.confab.push.channel;

import io.confab.domain.device.Device;
import java.time.Duration;
import java.util.List;

/**
 * Posts text frames to open connections of the online channel (docs/api/README.md#online-channel). Called by several threads at
 * once.
 */
public interface OnlineChannel {
    /** Maximum number of devices of one {@link #push}. */
    int maxBatch();

    /**
     * Sends one frame to the connections of these devices, and returns the outcome of each in their order. Blocks until all
     * outcomes are known, but not longer than the given time: what is under way then is cut off, and busy.
     */
    List<Outcome> push(List<Device> devices, String frame, Duration within);

    /** Sends the last frame, then closes the connection; harmless if it is closed already. */
    void close(String connectionId, String lastFrame);
}
