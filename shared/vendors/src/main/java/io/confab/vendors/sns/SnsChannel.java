package io.confab.vendors.sns;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.device.Device;
import io.confab.domain.device.DeviceRepository;
import io.confab.push.channel.AwsClients;
import io.confab.push.channel.DeadlineHttpClient;
import io.confab.push.channel.OfflineChannel;
import io.confab.push.channel.Outcome;
import io.confab.push.channel.VendorPush;
import io.confab.push.vendor.Sns;
import io.confab.push.vendor.Vendor;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.SnsClientBuilder;
import software.amazon.awssdk.services.sns.model.EndpointDisabledException;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.PublishRequest;

/**
 * Apple's and Google's services by way of Amazon SNS, one post each ({@code PublishBatch} is for topics only). A device's token
 * becomes a platform endpoint at the first push; its ARN is kept on the device's record, so that a later push is one request.
 *
 * <p>An endpoint that is disabled or missing is repaired once for each token: it is made again or enabled, and the push is sent
 * again. If that does not last, the device is gone until it registers again. Every step may be repeated: making an endpoint
 * for the same token answers with the same one.
 */
@Singleton
class SnsChannel implements OfflineChannel {
    private static final Logger LOG = Logger.getLogger(SnsChannel.class);
    private static final Pattern EXISTING = Pattern.compile("Endpoint (arn:[^\\s]+) already exists");

    private final Sns vendor;
    private final DeviceRepository devices;
    private final Optional<URI> endpoint;
    private SnsClient client;

    SnsChannel(Sns vendor, DeviceRepository devices, ConfabConfig config) {
        this.vendor = vendor;
        this.devices = devices;
        this.endpoint = config.push().sns().endpoint();
    }

    @Override
    public Vendor vendor() {
        return vendor;
    }

    @Override
    public int maxBatch() {
        return 1;
    }

    @Override
    public List<Outcome> push(List<Device> to, VendorPush push, Duration within) {
        long end = System.nanoTime() + within.toNanos();
        return to.stream().map(device -> push(device, push, end)).toList();
    }

    private Outcome push(Device device, VendorPush push, long end) {
        Optional<SnsMessage> message = SnsMessage.of(push, device.platform);
        if (message.isEmpty()) {
            return new Outcome.Refused("too large");
        }
        try {
            String arn = device.snsArn == null ? makeEndpoint(device, false, end) : device.snsArn;
            return publishOrRepair(device, arn, message.get(), end);
        } catch (InvalidParameterException e) {
            return new Outcome.Refused("invalid parameter");
        } catch (SdkException e) {
            return AwsClients.outcome(e);
        }
    }

    private Outcome publishOrRepair(Device device, String arn, SnsMessage message, long end) {
        try {
            publish(arn, message, end);
            return Outcome.DELIVERED;
        } catch (EndpointDisabledException | NotFoundException e) {
            if (device.snsRepaired != null) {
                return Outcome.GONE;
            }
        }
        try {
            publish(makeEndpoint(device, true, end), message, end);
            return Outcome.DELIVERED;
        } catch (EndpointDisabledException | NotFoundException e) {
            LOG.warnf("an endpoint could not be repaired: device=%s", device.id);
            return Outcome.GONE;
        }
    }

    private void publish(String arn, SnsMessage message, long end) {
        sns().publish(PublishRequest.builder()
                .targetArn(arn)
                .messageStructure("json")
                .message(message.json())
                .messageAttributes(message.attributes())
                .overrideConfiguration(until(end))
                .build());
    }

    /** Makes the endpoint of the device's token, or finds it and enables it; keeps its ARN. */
    private String makeEndpoint(Device device, boolean isRepair, long end) {
        String arn = createdEndpoint(device, end);
        if (isRepair) {
            enable(arn, device, end);
        }
        devices.keepSnsArn(device, arn, isRepair);
        return arn;
    }

    private String createdEndpoint(Device device, long end) {
        try {
            return sns().createPlatformEndpoint(request -> request.platformApplicationArn(
                                    vendor.application(device).orElseThrow())
                            .token(device.endpoint)
                            .overrideConfiguration(until(end)))
                    .endpointArn();
        } catch (InvalidParameterException e) {
            Matcher existing = EXISTING.matcher(String.valueOf(e.getMessage()));
            if (!existing.find()) {
                throw e;
            }
            enable(existing.group(1), device, end);
            return existing.group(1);
        }
    }

    private void enable(String arn, Device device, long end) {
        sns().setEndpointAttributes(request -> request.endpointArn(arn)
                .attributes(Map.of("Token", device.endpoint, "Enabled", "true"))
                .overrideConfiguration(until(end)));
    }

    private static AwsRequestOverrideConfiguration until(long end) {
        return AwsClients.within(Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime())));
    }

    private synchronized SnsClient sns() {
        if (client == null) {
            SnsClientBuilder builder = SnsClient.builder()
                    .httpClient(new DeadlineHttpClient())
                    .overrideConfiguration(AwsClients.WITHOUT_RETRIES);
            endpoint.ifPresent(builder::endpointOverride);
            client = builder.build();
        }
        return client;
    }
}
