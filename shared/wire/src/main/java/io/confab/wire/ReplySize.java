package io.confab.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;

/**
 * How many bytes JSON has in a function's reply, which contains it as a string inside other JSON: quotes and backslashes are
 * escaped once more; everything else is UTF-8, except surrogates, which Jackson writes as {@code \}{@code uXXXX} each.
 */
public final class ReplySize {
    /** The maximum size of a reply (docs/api/README.md#what-holds-everywhere). Lambda answers with up to 6 MB. */
    public static final int MAX_BYTES = 4 << 20;

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
            for (int i = offset; i < offset + length; i++) {
                bytes += of(characters[i]);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
