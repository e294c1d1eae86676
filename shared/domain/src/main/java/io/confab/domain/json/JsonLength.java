package io.confab.domain.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;

/** How long a value's compact JSON is. */
public final class JsonLength {
    private static final ObjectMapper COMPACT = new ObjectMapper();

    private JsonLength() {}

    /** In UTF-16 units. */
    public static int characters(JsonNode json) {
        return text(json).length();
    }

    /** In bytes of UTF-8. */
    public static int bytes(JsonNode json) {
        return text(json).getBytes(StandardCharsets.UTF_8).length;
    }

    private static String text(JsonNode json) {
        try {
            return COMPACT.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree cannot be written", e);
        }
    }
}
