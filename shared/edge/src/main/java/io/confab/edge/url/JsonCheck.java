package io.confab.edge.url;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.confab.domain.error.Refusal;
import java.io.IOException;

/** One pass through a JSON text, token by token. The parser knows its position, so a path is built only for a refusal. */
final class JsonCheck {
    static final int MAX_DEPTH = 32;
    private static final int MAX_VALUES = 100_000;
    private static final int MAX_KEY_LENGTH = 1_000;
    private static final int MAX_PATH_LENGTH = 200;
    private static final String BODY = "request body";

    private final JsonParser parser;
    private int depth;
    private int values;

    private JsonCheck(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * Accepts the JSON that {@link JsonGuard} describes.
     *
     * @throws Refusal for harmful JSON
     * @throws IOException if it is not JSON
     */
    static void run(String text) throws IOException {
        try (JsonParser parser = JsonGuard.JSON.createParser(text)) {
            new JsonCheck(parser).run();
        }
    }

    private void run() throws IOException {
        try {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw Refusal.badParam(BODY, "must be a JSON object");
            }
            JsonToken token = JsonToken.START_OBJECT;
            do {
                check(token);
                token = parser.nextToken();
            } while (depth > 0);
            if (token != null) {
                throw Refusal.badParam(BODY, "more than one JSON value");
            }
        } catch (StreamConstraintsException e) {
            // Of the parser's own limits, only that for the length of a number can be reached before ours.
            throw refusal(parser.getParsingContext(), "a number outside int64 or double");
        }
    }

    private void check(JsonToken token) throws IOException {
        if (token == null) {
            return;
        }
        if (token == JsonToken.FIELD_NAME) {
            checkKey(parser.currentName());
        } else if (token.isStructEnd()) {
            depth--;
        } else {
            if (++values > MAX_VALUES) {
                throw Refusal.badParam(BODY, "more than " + MAX_VALUES + " values");
            }
            checkValue(token);
        }
    }

    private void checkValue(JsonToken token) throws IOException {
        if (token.isStructStart()) {
            if (++depth > MAX_DEPTH) {
                throw refusal("nested deeper than " + MAX_DEPTH + " levels");
            }
        } else if (token == JsonToken.VALUE_STRING) {
            if (hasLoneSurrogate(parser.getText())) {
                throw refusal("a lone surrogate is no text");
            }
        } else if (token.isNumeric() && !isRepresentable(token)) {
            throw refusal("a number outside int64 or double");
        }
    }

    private void checkKey(String key) {
        if (key.length() > MAX_KEY_LENGTH) {
            throw refusal("a key of more than " + MAX_KEY_LENGTH + " characters");
        }
        if (key.startsWith("$") || key.indexOf('\0') >= 0) {
            throw refusal("a key must not start with $ or contain NUL");
        }
        if (hasLoneSurrogate(key)) {
            throw refusal("a lone surrogate is no text");
        }
    }

    private boolean isRepresentable(JsonToken token) throws IOException {
        return token == JsonToken.VALUE_NUMBER_INT
                ? parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER
                : Double.isFinite(parser.getDoubleValue());
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

    /** The path of the current token; the parser is already inside an object or array that has just begun. */
    private Refusal refusal(String problem) {
        JsonStreamContext here = parser.getParsingContext();
        return refusal(parser.currentToken().isStructStart() ? here.getParent() : here, problem);
    }

    /** The path comes from the caller: it is limited in length, and without characters that could break a line or an encoding. */
    private static Refusal refusal(JsonStreamContext place, String problem) {
        StringBuilder path = new StringBuilder();
        appendPath(place, path);
        StringBuilder safe = new StringBuilder();
        path.chars()
                .limit(MAX_PATH_LENGTH)
                .map(unit -> Character.isISOControl(unit) || Character.isSurrogate((char) unit) ? '?' : unit)
                .forEach(unit -> safe.append((char) unit));
        return Refusal.badParam(safe.toString(), problem);
    }

    private static void appendPath(JsonStreamContext context, StringBuilder path) {
        if (context.inRoot()) {
            return;
        }
        appendPath(context.getParent(), path);
        if (context.inArray()) {
            path.append('[').append(context.getCurrentIndex()).append(']');
        } else {
            path.append(path.isEmpty() ? "" : ".").append(context.getCurrentName());
        }
    }
}
