package io.confab.push.vendor;

import io.confab.domain.device.Device;

/**
 * Whom a vendor reaches. Every function knows this, by settings that are no secrets, so that it hands over exactly what a vendor
 * can deliver. Called by several threads at once.
 */
public interface Vendor {
    /** Whether this vendor is set up and can reach the device. */
    boolean reaches(Device device);
}
