package io.confab.local.invoke;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.MultiMap;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Names and values of a request, such as its headers, in the form of AWS's events. */
public final class EventHeaders {
    private static final int FIRST_BEYOND_ASCII = 0x80;

    private EventHeaders() {}

    /**
     * Names in lower case, the values of a repeated one joined by commas. Bytes beyond ASCII are read as UTF-8 if they are
     * valid UTF-8.
     */
    public static ObjectNode of(MultiMap headers) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        for (String name : headers.names()) {
            List<String> values = headers.getAll(name);
            event.put(name.toLowerCase(Locale.ROOT), text(String.join(",", values)));
        }
        return event;
    }

    /** The HTTP server has made a character of each byte. */
    private static String text(String value) {
        if (value.chars().allMatch(unit -> unit < FIRST_BEYOND_ASCII)) {
            return value;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            return value;
        }
    }
}
