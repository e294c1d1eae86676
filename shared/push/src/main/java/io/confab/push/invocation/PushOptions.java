package io.confab.push.invocation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.error.Refusal;
import io.confab.domain.json.JsonLength;
import io.confab.domain.json.Params;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a push asks of the channels beyond its content ({@code pushParam}, docs/api/README.md#sendpushmsg); a channel ignores
 * what it does not know.
 *
 * @param ttl how long it is kept for a device that cannot be reached; absent: as the vendor does, and not at all online
 * @param badge the number on the app's icon; absent: the user's unread messages
 * @param channel names of a vendor's notification channels
 * @param options further parameters for vendors
 */
public record PushOptions(
        Optional<Duration> ttl,
        Optional<Boolean> forceNotification,
        OptionalLong badge,
        Optional<ObjectNode> channel,
        Optional<ObjectNode> options,
        Optional<String> groupName,
        Optional<String> sound,
        Optional<String> openUrl) {
    public static final PushOptions NONE = new PushOptions(
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    private static final long MAX_TTL_MILLIS = Duration.ofDays(3).toMillis();
    private static final long MAX_BADGE = 1_000_000;
    private static final int MAX_OBJECT = 10_000;

    /**
     * @throws Refusal 400 for a value that an option may not have
     */
    static PushOptions decode(Params pushParam) {
        Optional<Params> settings = pushParam.object("settings");
        OptionalLong ttl =
                settings.map(given -> given.integer("ttl", -1, MAX_TTL_MILLIS)).orElseGet(OptionalLong::empty);
        return new PushOptions(
                ttl.isPresent() && ttl.getAsLong() > 0
                        ? Optional.of(Duration.ofMillis(ttl.getAsLong()))
                        : Optional.empty(),
                pushParam.bool("force_notification"),
                pushParam.integer("badge", 0, MAX_BADGE),
                object(pushParam, "channel"),
                object(pushParam, "options"),
                pushParam.text("group_name"),
                pushParam.text("sound"),
                pushParam.text("open_url"));
    }

    private static Optional<ObjectNode> object(Params pushParam, String name) {
        Optional<ObjectNode> object = pushParam.object(name).map(Params::json);
        if (object.filter(given -> JsonLength.characters(given) > MAX_OBJECT).isPresent()) {
            throw Refusal.badParam("pushParam." + name, "longer than " + MAX_OBJECT + " characters of JSON");
        }
        return object;
    }

    /** Writes them into a {@code pushParam}, from which {@link #decode} reads the same. */
    public void writeTo(ObjectNode pushParam) {
        ttl.ifPresent(time -> settings(pushParam).put("ttl", time.toMillis()));
        forceNotification.ifPresent(force -> pushParam.put("force_notification", force));
        badge.ifPresent(number -> pushParam.put("badge", number));
        channel.ifPresent(names -> pushParam.set("channel", names));
        options.ifPresent(more -> pushParam.set("options", more));
        groupName.ifPresent(name -> pushParam.put("group_name", name));
        sound.ifPresent(name -> pushParam.put("sound", name));
        openUrl.ifPresent(url -> pushParam.put("open_url", url));
    }

    private static ObjectNode settings(ObjectNode pushParam) {
        JsonNode settings = pushParam.get("settings");
        return settings instanceof ObjectNode present ? present : pushParam.putObject("settings");
    }
}
