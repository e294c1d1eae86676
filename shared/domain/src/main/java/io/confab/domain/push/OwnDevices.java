package io.confab.domain.push;

import io.confab.domain.device.Device;
import io.confab.domain.user.Caller;
import java.util.List;

/** Pushes to a caller's own devices, except the one that the call came from. */
public final class OwnDevices {
    private OwnDevices() {}

    /**
     * The pushes that tell the caller's other devices.
     *
     * @param devices all of the caller's
     */
    public static List<DevicePush> tell(Caller caller, List<Device> devices, ControlPush push) {
        return devices.stream()
                .filter(device -> caller.client()
                        .deviceId()
                        .filter(device.deviceId::equals)
                        .isEmpty())
                .map(device -> new DevicePush(device, push, Strategy.ONLINE))
                .toList();
    }
}
