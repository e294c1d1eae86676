package io.confab.edge.url;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.error.Refusal;
import java.io.IOException;

/**
 * Accepts only harmless JSON (docs/api/README.md#calling-a-method): an object, at most 32 levels deep and of 100,000 values, no
 * key that is longer than 1,000 characters, begins with {@code $} or contains NUL, no lone surrogate, no number outside int64
 * and double. Refusals name the path. Anybody can send this input, so the time is linear in the number of bytes, whatever they
 * contain, and a tree is built only of accepted input.
 */
public final class JsonGuard {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /**
     * Keys come from callers: interning them, or keeping them for the next request, would keep keys that one caller invented.
     * The limit for nesting is one level above that of the check, which can name the path.
     */
    static final JsonFactory JSON = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(JsonCheck.MAX_DEPTH + 1)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private static final ObjectMapper MAPPER = new ObjectMapper(JSON);

    private JsonGuard() {}

    /**
     * Parses an object; an empty text is an empty object. A byte order mark at the beginning is ignored.
     *
     * @throws Refusal {@code param-error}
     */
    public static ObjectNode parse(String text) {
        String json = withoutByteOrderMark(text);
        if (json.isBlank()) {
            return MAPPER.createObjectNode();
        }
        try {
            JsonCheck.run(json);
            return (ObjectNode) MAPPER.readTree(json);
        } catch (IOException e) {
            throw Refusal.badParam("request body", "not JSON");
        }
    }

    static String withoutByteOrderMark(String text) {
        if (text == null) {
            return "";
        }
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }
}
