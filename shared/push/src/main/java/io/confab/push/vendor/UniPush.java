package io.confab.push.vendor;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.device.Device;
import jakarta.inject.Singleton;

/** uni-push: devices with a push client id that name no other channel, if the operator has the cloud function for it. */
@Singleton
public class UniPush implements Vendor {
    private static final String CHANNEL = "unipush";

    private final boolean isOn;

    public UniPush(ConfabConfig config) {
        this.isOn = config.unipush().url().isPresent();
    }

    @Override
    public boolean reaches(Device device) {
        boolean isChosen = device.channel == null || CHANNEL.equals(device.channel);
        return isOn && device.pushClientid != null && isChosen;
    }
}
