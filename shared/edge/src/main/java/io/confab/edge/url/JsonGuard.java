package io.confab.edge.url;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.error.Refusal;
import java.util.Map;

/**
 * Lets only harmless JSON in (contract section 9, Requests): an object, at most 32 levels deep, no key with {@code $} in
 * front or NUL inside, no lone surrogate, no number outside int64 and double. Refusals name the path.
 */
public final class JsonGuard {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_PATH_LENGTH = 200;

    /** Nesting is bounded by {@link #check}, which can name the path; the parser itself does not recurse. */
    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private JsonGuard() {}

    /**
     * Parses an object; an empty text is an empty object.
     *
     * @throws Refusal {@code param-error}
     */
    public static ObjectNode parse(String text) {
        if (text == null || text.isBlank()) {
            return MAPPER.createObjectNode();
        }
        JsonNode json;
        try {
            json = MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw Refusal.badParam("request body", "not JSON");
        }
        if (!(json instanceof ObjectNode object)) {
            throw Refusal.badParam("request body", "must be a JSON object");
        }
        check(object, "", 1);
        return object;
    }

    private static void check(JsonNode value, String path, int depth) {
        if (depth > MAX_DEPTH && value.isContainerNode()) {
            throw refusal(path, "nested deeper than " + MAX_DEPTH + " levels");
        }
        if (value.isObject()) {
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                String child = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
                checkKey(field.getKey(), child);
                check(field.getValue(), child, depth + 1);
            }
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                check(value.get(i), path + "[" + i + "]", depth + 1);
            }
        } else if (value.isTextual()) {
            if (hasLoneSurrogate(value.textValue())) {
                throw refusal(path, "a lone surrogate is no text");
            }
        } else if (value.isNumber()) {
            checkNumber(value, path);
        }
    }

    private static void checkKey(String key, String path) {
        if (key.startsWith("$") || key.indexOf('\0') >= 0) {
            throw refusal(path, "a key must not start with $ or contain NUL");
        }
        if (hasLoneSurrogate(key)) {
            throw refusal(path, "a lone surrogate is no text");
        }
    }

    private static void checkNumber(JsonNode number, String path) {
        boolean representable =
                number.isIntegralNumber() ? number.canConvertToLong() : Double.isFinite(number.doubleValue());
        if (!representable) {
            throw refusal(path, "a number outside int64 or double");
        }
    }

    private static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (Character.isHighSurrogate(text.charAt(i))
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1))) {
                    i++;
                } else {
                    return true;
                }
            }
        }
        return false;
    }

    /** The path comes from the caller: bounded, and without what could break a line or an encoding. */
    private static Refusal refusal(String path, String problem) {
        StringBuilder safe = new StringBuilder();
        path.chars()
                .limit(MAX_PATH_LENGTH)
                .map(unit -> Character.isISOControl(unit) || Character.isSurrogate((char) unit) ? '?' : unit)
                .forEach(unit -> safe.append((char) unit));
        return Refusal.badParam(safe.toString(), problem);
    }
}
