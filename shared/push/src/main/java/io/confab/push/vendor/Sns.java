package io.confab.push.vendor;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.device.Device;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Apple and Google, by way of Amazon SNS: devices of a platform for which the operator has made a platform application. */
@Singleton
public class Sns implements Vendor {
    public static final String ANDROID = "android";
    public static final String IOS = "ios";
    private static final String IOS_SANDBOX = "ios-sandbox";
    private static final String CHANNEL = "sns";

    private final Map<String, String> applications = new HashMap<>();

    public Sns(ConfabConfig config) {
        ConfabConfig.Sns sns = config.push().sns();
        sns.ios().ifPresent(arn -> applications.put(IOS, arn));
        sns.iosSandbox().ifPresent(arn -> applications.put(IOS_SANDBOX, arn));
        sns.android().ifPresent(arn -> applications.put(ANDROID, arn));
    }

    @Override
    public boolean reaches(Device device) {
        return CHANNEL.equals(device.channel)
                && device.endpoint != null
                && application(device).isPresent();
    }

    /** The ARN of the platform application for the device's platform. */
    public Optional<String> application(Device device) {
        return Optional.ofNullable(device.platform).map(applications::get);
    }
}
