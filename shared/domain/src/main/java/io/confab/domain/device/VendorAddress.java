package io.confab.domain.device;

import io.confab.domain.error.Refusal;
import io.confab.domain.ids.Hashes;
import io.confab.domain.json.Params;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a vendor reaches a device (docs/api/accounts.md#setpushcid, docs/rules.md#accounts, docs/rules.md#online-channel). An
 * endpoint is a token that the vendor gave the device, and may contain only the characters that such tokens have. It is never
 * an address, because then a user could make the server send requests to any address.
 *
 * @param pushClientid if absent, the record keeps the one it has
 * @param channel if absent, channel and endpoint stay as they are
 * @param endpoint if absent with a channel, the endpoint is removed
 */
public record VendorAddress(Optional<String> pushClientid, Optional<String> channel, Optional<Endpoint> endpoint) {
    private static final int MAX_ID = 256;
    private static final int MAX_ENDPOINT = 4_096;
    private static final int MIN_TOKEN = 8;
    private static final Pattern APPLE = Pattern.compile("[0-9A-Fa-f]+");
    private static final Pattern ANDROID = Pattern.compile("[A-Za-z0-9_:-]+");
    private static final Map<String, Pattern> TOKENS = Map.of("ios", APPLE, "ios-sandbox", APPLE, "android", ANDROID);

    /**
     * A device's token at a vendor, or a browser's subscription.
     *
     * @param key identifies it: one device has one key, however its token is spelled
     * @param platform the platform whose vendor gave the token; absent for a subscription
     */
    public record Endpoint(String text, String key, Optional<String> platform) {}

    /**
     * @param clientPlatform the platform that the client names; used if the parameter {@code platform} is absent
     * @param services the push services of browsers
     * @throws Refusal 400
     */
    public static VendorAddress decode(Params params, Optional<String> clientPlatform, PushServices services) {
        Optional<String> pushClientid = pushClientid(params);
        Optional<String> endpoint = params.string("endpoint", 0, MAX_ENDPOINT).filter(text -> !text.isEmpty());
        Optional<String> channel = params.string("channel");
        if (channel.isEmpty()) {
            refuseIf(endpoint.isPresent(), "channel", "required with endpoint");
            return new VendorAddress(
                    Optional.of(pushClientid.orElseThrow(() -> params.missing("pushClientId"))),
                    channel,
                    Optional.empty());
        }
        return switch (channel.get()) {
            case "sns" -> new VendorAddress(
                    pushClientid, channel, Optional.of(token(endpoint, params, clientPlatform)));
            case "unipush", "websocket" -> {
                refuseIf(endpoint.isPresent(), "endpoint", "none with this channel");
                refuseIf(pushClientid.isEmpty() && channel.get().equals("unipush"), "pushClientId", "required");
                yield new VendorAddress(pushClientid, channel, Optional.empty());
            }
            case "webpush" -> new VendorAddress(
                    pushClientid, channel, Optional.of(subscription(endpoint, params, services)));
            default -> throw Refusal.badParam("channel", "must be websocket, sns, unipush or webpush");
        };
    }

    private static Optional<String> pushClientid(Params params) {
        Optional<String> id = params.string("pushClientId", 1, MAX_ID);
        refuseIf(
                id.filter(given -> given.startsWith(Device.OWN_CID_PREFIX)).isPresent(),
                "pushClientId",
                "must not start with " + Device.OWN_CID_PREFIX);
        return id;
    }

    private static Endpoint token(Optional<String> endpoint, Params params, Optional<String> clientPlatform) {
        String platform = params.string("platform").or(() -> clientPlatform).orElse("");
        Pattern pattern = TOKENS.get(platform);
        refuseIf(pattern == null, "platform", "must be ios, ios-sandbox or android");
        String text = endpoint.orElseThrow(() -> params.missing("endpoint"));
        refuseIf(
                text.length() < MIN_TOKEN || !pattern.matcher(text).matches(),
                "endpoint",
                "must be the token that the vendor gave the device");
        return new Endpoint(
                text, Hashes.sha256(pattern == APPLE ? text.toLowerCase(Locale.ROOT) : text), Optional.of(platform));
    }

    private static Endpoint subscription(Optional<String> endpoint, Params params, PushServices services) {
        refuseIf(!services.isOn(), "channel", "webpush is not available: this server has no VAPID keys");
        Subscription subscription = Subscription.parse(endpoint.orElseThrow(() -> params.missing("endpoint")))
                .orElseThrow(() -> Refusal.badParam("endpoint", "must be the JSON of a PushSubscription"));
        refuseIf(!services.allows(subscription.endpoint()), "endpoint", "must be of a push service that is allowed");
        return new Endpoint(subscription.text(), subscription.key(), Optional.empty());
    }

    private static void refuseIf(boolean bad, String field, String why) {
        if (bad) {
            throw Refusal.badParam(field, why);
        }
    }
}
