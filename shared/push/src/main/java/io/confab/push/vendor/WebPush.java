package io.confab.push.vendor;

import io.confab.domain.device.Device;
import io.confab.domain.device.PushServices;
import jakarta.inject.Singleton;

/** The push services of browsers: devices with a subscription, if the operator has keys for web push. */
@Singleton
public class WebPush implements Vendor {
    private static final String CHANNEL = "webpush";

    private final PushServices services;

    public WebPush(PushServices services) {
        this.services = services;
    }

    @Override
    public boolean reaches(Device device) {
        return CHANNEL.equals(device.channel) && device.endpoint != null && services.isOn();
    }
}
