package io.confab.domain.session;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.device.DeviceRepository;
import io.confab.domain.user.Caller;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;

/** getMyDevices: the devices on which a user is signed in (docs/rules.md#accounts, docs/rules.md#online-channel). One read. */
@Singleton
public class OwnDevices {
    private final DeviceRepository devices;
    private final Clock clock;
    private final int maxDevices;

    OwnDevices(DeviceRepository devices, ConfabConfig config, Clock clock) {
        this.devices = devices;
        this.clock = clock;
        this.maxDevices = config.maxDevices();
    }

    /** The caller's devices, the latest used first; those that are signed out are left out. */
    public List<OwnDevice> of(Caller caller) {
        return devices.findSignedIn(caller.uid(), maxDevices).stream()
                .map(device -> new OwnDevice(
                        device,
                        device.isOnline(clock.millis()),
                        caller.client()
                                .deviceId()
                                .filter(device.deviceId::equals)
                                .isPresent()))
                .toList();
    }
}
