package io.confab.vendors.webpush;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.zerodeplibs.webpush.EncryptedPushMessage;
import com.zerodeplibs.webpush.MessageEncryptions;
import com.zerodeplibs.webpush.PushMessage;
import com.zerodeplibs.webpush.UserAgentMessageEncryptionKeyInfo;
import io.confab.domain.device.Device;
import io.confab.domain.device.DeviceRepository;
import io.confab.domain.device.PushServices;
import io.confab.domain.device.Subscription;
import io.confab.domain.ids.Hashes;
import io.confab.domain.json.JsonLength;
import io.confab.push.channel.OfflineChannel;
import io.confab.push.channel.Outcome;
import io.confab.push.channel.PushFit;
import io.confab.push.channel.RetryAfter;
import io.confab.push.channel.VendorPush;
import io.confab.push.vendor.Vendor;
import io.confab.push.vendor.WebPush;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Web push, for browsers: encrypted by RFC 8291, signed by RFC 8292 (VAPID), posted by RFC 8030 to the push service that the
 * subscription names, one post each.
 *
 * <p>A subscription's URL comes from a client. It is called only if its host is listed ({@link PushServices}) and all its
 * addresses are public ({@link WebPushClient}); a redirect is never followed.
 */
@Singleton
class WebPushChannel implements OfflineChannel {
    /** Of the text before it is encrypted; push services take 4 KB at least. */
    static final int MAX_BYTES = 3_000;

    /** Of the text if the push service finds it too large. */
    static final int SMALLER_BYTES = 1_500;

    /** A device whose push service refuses our signature this often is removed. */
    static final int MAX_REFUSALS = 3;

    private static final Logger LOG = Logger.getLogger(WebPushChannel.class);
    private static final Duration DEFAULT_TTL = Duration.ofDays(1);

    private final WebPush vendor;
    private final PushServices services;
    private final WebPushClient client;
    private final Vapid vapid;
    private final DeviceRepository devices;
    private final PushServiceAlarm alarm;
    private final Clock clock;

    WebPushChannel(
            WebPush vendor,
            PushServices services,
            WebPushClient client,
            Vapid vapid,
            DeviceRepository devices,
            PushServiceAlarm alarm,
            Clock clock) {
        this.vendor = vendor;
        this.services = services;
        this.client = client;
        this.vapid = vapid;
        this.devices = devices;
        this.alarm = alarm;
        this.clock = clock;
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
        Optional<Subscription> subscription =
                Subscription.parse(device.endpoint).filter(parsed -> services.allows(parsed.endpoint()));
        if (subscription.isEmpty()) {
            return new Outcome.Refused("its push service is not allowed");
        }
        if (push.isSilent()) {
            return new Outcome.Refused("shows nothing");
        }
        Outcome outcome = post(device, subscription.get(), push, MAX_BYTES, end);
        return outcome.equals(TOO_LARGE) ? post(device, subscription.get(), push, SMALLER_BYTES, end) : outcome;
    }

    private static final Outcome TOO_LARGE = new Outcome.Refused("too large");

    private Outcome post(Device device, Subscription to, VendorPush push, int maxBytes, long end) {
        Optional<ObjectNode> text =
                PushFit.fit(push.push(), form -> text(form, push), form -> JsonLength.bytes(form) <= maxBytes);
        if (text.isEmpty()) {
            return TOO_LARGE;
        }
        try {
            EncryptedPushMessage encrypted = MessageEncryptions.of()
                    .encrypt(
                            UserAgentMessageEncryptionKeyInfo.of(to.p256dh(), to.auth()),
                            PushMessage.ofUTF8(text.get().toString()));
            WebPushClient.Answer answer =
                    client.post(to.endpoint(), headers(to, push, encrypted), encrypted.toBytes(), remaining(end));
            return outcome(device, to, answer);
        } catch (PublicAddresses.NotPublic e) {
            LOG.warnf("a push service's address is not public: device=%s", device.id);
            return new Outcome.Refused("its push service's address is not public");
        } catch (IOException e) {
            LOG.warnf(
                    "a push service did not answer: host=%s error=%s",
                    to.endpoint().getHost(), e.getClass().getSimpleName());
            return Outcome.BUSY;
        }
    }

    private static Duration remaining(long end) {
        return Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
    }

    private static ObjectNode text(ObjectNode form, VendorPush push) {
        ObjectNode text = form.deepCopy();
        push.badge().ifPresent(number -> text.put("badge", number));
        push.options().groupName().ifPresent(name -> text.put("group_name", name));
        push.options().sound().ifPresent(sound -> text.put("sound", sound));
        push.options().openUrl().ifPresent(url -> text.put("open_url", url));
        return text;
    }

    private Map<String, String> headers(Subscription to, VendorPush push, EncryptedPushMessage encrypted) {
        return Map.of(
                "Authorization", vapid.authorization(to.endpoint()),
                "TTL", Long.toString(push.options().ttl().orElse(DEFAULT_TTL).toSeconds()),
                "Urgency", "high",
                // A push that was perhaps accepted before replaces itself.
                "Topic", Hashes.md5(push.requestId()),
                "Content-Type", encrypted.mediaType(),
                "Content-Encoding", encrypted.contentEncoding());
    }

    private Outcome outcome(Device device, Subscription to, WebPushClient.Answer answer) {
        String host = to.endpoint().getHost();
        return switch (answer.status()) {
            case 200, 201, 202, 204 -> {
                alarm.accepted(host);
                if (device.webpushRefusals != null) {
                    devices.forgetWebPushRefusals(device);
                }
                yield Outcome.DELIVERED;
            }
            case 404, 410 -> Outcome.GONE;
            case 401, 403 -> {
                alarm.refused(host, device.id);
                yield devices.countWebPushRefusal(device) >= MAX_REFUSALS
                        ? Outcome.GONE
                        : new Outcome.Refused("status " + answer.status());
            }
            case 413 -> TOO_LARGE;
            case 400 -> new Outcome.Refused("status 400");
            default -> new Outcome.Busy(RetryAfter.of(answer.retryAfter(), clock.instant()));
        };
    }
}
