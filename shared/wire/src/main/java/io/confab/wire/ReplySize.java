package io.confab.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Map;

/**
 * How many bytes JSON has in a function's reply, which contains it as a string inside other JSON: quotes and backslashes are
 * escaped once more; everything else is UTF-8, except surrogates, which Jackson writes as {@code \}{@code uXXXX} each.
 */
public final class ReplySize {
    /** The maximum size of a reply (docs/api/README.md#what-holds-everywhere). Lambda answers with up to 6 MB. */
    public static final int MAX_BYTES = 4 << 20;

    /** What a character becomes at most in JSON that is inside other JSON: a control character is {@code \\}{@code uXXXX}. */
    private static final int MOST_OF_A_CHARACTER = 7;

    /** What a character of a JSON text becomes at most. */
    private static final int MOST_OF_JSON = 6;

    private static final int QUOTES = 4;
    private static final int LONGEST_INTEGER = 20;
    private static final int LONGEST_LITERAL = 5;

    private static final ObjectMapper COMPACT = new ObjectMapper();

    private ReplySize() {}

    /** The bytes of a value, without building its text. */
    public static int of(JsonNode json) {
        Counter counter = new Counter();
        try {
            COMPACT.writeValue(counter, json);
        } catch (IOException e) {
            throw new UncheckedIOException("a JSON tree cannot be written", e);
        }
        return counter.bytes;
    }

    /** A number of bytes that the value does not exceed, found without writing it: up to seven times {@link #of}, in a fraction of its time. */
    public static int atMost(JsonNode json) {
        if (json.isTextual()) {
            return atMost(json.textValue());
        }
        if (json.isInt() || json.isLong()) {
            return LONGEST_INTEGER;
        }
        if (json.isBoolean() || json.isNull()) {
            return LONGEST_LITERAL;
        }
        if (!json.isContainerNode()) {
            return of(json);
        }
        int bytes = 2;
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            bytes += atMost(field.getKey()) + 1;
        }
        for (JsonNode value : json) {
            bytes += atMost(value) + 1;
        }
        return bytes;
    }

    private static int atMost(String text) {
        return text.length() * MOST_OF_A_CHARACTER + QUOTES;
    }

    /** Whether a JSON text has at most this number of bytes. */
    public static boolean isWithin(String json, int bytes) {
        return (long) json.length() * MOST_OF_JSON <= bytes || ofText(json) <= bytes;
    }

    /** The bytes of a JSON text. */
    public static int ofText(String json) {
        int bytes = 0;
        for (int i = 0; i < json.length(); i++) {
            bytes += of(json.charAt(i));
        }
        return bytes;
    }

    private static int of(char character) {
        if (character < 0x80) {
            return character == '"' || character == '\\' ? 2 : 1;
        }
        if (character < 0x800) {
            return 2;
        }
        return Character.isSurrogate(character) ? 6 : 3;
    }

    private static final class Counter extends Writer {
        private int bytes;

        @Override
        public void write(char[] characters, int offset, int length) {
            int counted = 0;
            for (int i = offset; i < offset + length; i++) {
                counted += of(characters[i]);
            }
            bytes += counted;
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
