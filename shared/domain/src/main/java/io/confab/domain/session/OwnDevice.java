package io.confab.domain.session;

import io.confab.domain.device.Device;

/**
 * One of the caller's devices.
 *
 * @param isCalling whether the call came from it
 */
public record OwnDevice(Device device, boolean isOnline, boolean isCalling) {}
