package io.confab.domain.push;

import io.confab.domain.device.Device;

/** One push for one device. */
public record DevicePush(Device device, PushContent content, Strategy strategy) {}
