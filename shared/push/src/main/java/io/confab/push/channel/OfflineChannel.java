package io.confab.push.channel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.device.Device;

/** Reaches devices that are not connected, through a vendor. Called by several threads at once. */
public interface OfflineChannel {
    /** Whether this channel can reach the device. */
    boolean reaches(Device device);

    /**
     * Hands one push to the vendor.
     *
     * @param push {@code {title,content,payload,badge?,…}} as in {@code pushParam}
     * @return false if the vendor says that the device no longer exists; its address should be removed
     */
    boolean push(Device device, ObjectNode push);
}
