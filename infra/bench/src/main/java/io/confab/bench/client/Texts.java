package io.confab.bench.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** The text messages that the benchmarks send; a message can contain the time at which it was sent. */
public final class Texts {
    private static final String STAMP = "sent at ";

    private Texts() {}

    public static Map<String, Object> toUser(String uid, String body) {
        return params("to_uid", uid, body);
    }

    public static Map<String, Object> toGroup(String groupId, String body) {
        return params("group_id", groupId, body);
    }

    /** A body that contains this time. */
    public static String stamped() {
        return STAMP + System.nanoTime();
    }

    /** The time that a pushed message contains. */
    public static OptionalLong stamp(JsonNode message) {
        String body = message.path("body").asText();
        return body.startsWith(STAMP)
                ? OptionalLong.of(Long.parseLong(body, STAMP.length(), body.length(), 10))
                : OptionalLong.empty();
    }

    private static Map<String, Object> params(String target, String id, String body) {
        Map<String, Object> params = new HashMap<>();
        params.put("appId", ConfabClient.APP_ID);
        params.put(target, id);
        params.put("type", "text");
        params.put("body", body);
        return params;
    }
}
