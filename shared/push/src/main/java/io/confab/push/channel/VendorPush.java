package io.confab.push.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.push.invocation.PushOptions;
import java.util.OptionalLong;

/**
 * A push for a vendor.
 *
 * @param requestId of the push, the same in all attempts
 * @param push {@code {title,content,payload}}
 * @param badge the number on the app's icon
 */
public record VendorPush(String requestId, ObjectNode push, OptionalLong badge, PushOptions options) {
    public String title() {
        return push.path("title").asText();
    }

    public String content() {
        return push.path("content").asText();
    }

    public JsonNode payload() {
        return push.path("payload");
    }

    /** Whether it shows nothing to the user. */
    public boolean isSilent() {
        return title().isEmpty() && content().isEmpty();
    }

    /** As {@code pushParam} has it: the push, its badge and its options. */
    public ObjectNode json() {
        ObjectNode json = push.deepCopy();
        badge.ifPresent(number -> json.put("badge", number));
        options.writeTo(json);
        return json;
    }
}
