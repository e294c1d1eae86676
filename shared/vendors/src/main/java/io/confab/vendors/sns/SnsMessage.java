package io.confab.vendors.sns;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.json.JsonLength;
import io.confab.push.channel.PushFit;
import io.confab.push.channel.VendorPush;
import io.confab.push.vendor.Sns;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

/**
 * A push as SNS takes it for the devices of one platform ({@code MessageStructure=json}): for Apple's service an {@code aps}
 * object with our payload beside it, for Google's a message of the FCM v1 API. A push without title and content shows nothing.
 *
 * @param json the whole message
 * @param attributes how long it is kept, and for Apple of which kind it is
 */
record SnsMessage(String json, Map<String, MessageAttributeValue> attributes) {
    /** Of one vendor's part; both vendors take about 4 KB. */
    static final int MAX_BYTES = 4_000;

    /** Empty if no form of the push is small enough. */
    static Optional<SnsMessage> of(VendorPush push, String platform) {
        Optional<String> part = PushFit.fit(
                        push.push(),
                        form -> platform.equals(Sns.ANDROID) ? google(form, push) : apple(form, push),
                        form -> JsonLength.bytes(form) <= MAX_BYTES)
                .map(ObjectNode::toString);
        return part.map(json -> new SnsMessage(message(platform, json, push), attributes(platform, push)));
    }

    private static String message(String platform, String part, VendorPush push) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("default", push.content());
        message.put(key(platform), part);
        return message.toString();
    }

    private static String key(String platform) {
        return switch (platform) {
            case Sns.ANDROID -> "GCM";
            case Sns.IOS -> "APNS";
            default -> "APNS_SANDBOX";
        };
    }

    private static ObjectNode apple(ObjectNode form, VendorPush push) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        ObjectNode aps = message.putObject("aps");
        if (push.isSilent()) {
            aps.put("content-available", 1);
        } else {
            aps.putObject("alert").put("title", title(form)).put("body", content(form));
            aps.put("sound", push.options().sound().orElse("default"));
        }
        push.badge().ifPresent(number -> aps.put("badge", number));
        push.options().groupName().ifPresent(name -> aps.put("thread-id", name));
        push.options().openUrl().ifPresent(url -> message.put("open_url", url));
        message.set("payload", form.path("payload"));
        return message;
    }

    private static ObjectNode google(ObjectNode form, VendorPush push) {
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        ObjectNode message = whole.putObject("fcmV1Message").putObject("message");
        ObjectNode android = message.putObject("android").put("priority", "high");
        push.options().ttl().ifPresent(ttl -> android.put("ttl", ttl.toSeconds() + "s"));
        if (!push.isSilent()) {
            message.putObject("notification").put("title", title(form)).put("body", content(form));
            ObjectNode shown = android.putObject("notification");
            shown.put("sound", push.options().sound().orElse("default"));
            push.badge().ifPresent(number -> shown.put("notification_count", number));
            push.options().groupName().ifPresent(name -> shown.put("tag", name));
            push.options()
                    .channel()
                    .map(names -> names.path("FCM"))
                    .filter(name -> name.isTextual())
                    .ifPresent(name -> shown.put("channel_id", name.asText()));
        }
        ObjectNode data = message.putObject("data");
        data.put("payload", form.path("payload").toString());
        push.options().openUrl().ifPresent(url -> data.put("open_url", url));
        return whole;
    }

    private static String title(ObjectNode form) {
        return form.path("title").asText();
    }

    private static String content(ObjectNode form) {
        return form.path("content").asText();
    }

    private static Map<String, MessageAttributeValue> attributes(String platform, VendorPush push) {
        Map<String, MessageAttributeValue> attributes = new HashMap<>();
        String prefix = "AWS.SNS.MOBILE." + key(platform);
        push.options()
                .ttl()
                .map(Duration::toSeconds)
                .ifPresent(seconds -> attributes.put(prefix + ".TTL", text(Long.toString(seconds))));
        if (!platform.equals(Sns.ANDROID)) {
            attributes.put("AWS.SNS.MOBILE.APNS.PUSH_TYPE", text(push.isSilent() ? "background" : "alert"));
            attributes.put("AWS.SNS.MOBILE.APNS.PRIORITY", text(push.isSilent() ? "5" : "10"));
        }
        return attributes;
    }

    private static MessageAttributeValue text(String value) {
        return MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(value)
                .build();
    }
}
