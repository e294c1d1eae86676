package io.confab.local.invoke;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Locale;

/** Names and values of a request, such as its headers, as AWS's events carry them. */
public final class EventHeaders {
    private EventHeaders() {}

    /** Names in lower case, the values of a repeated one joined by commas. */
    public static ObjectNode of(MultiMap headers) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        for (String name : headers.names()) {
            List<String> values = headers.getAll(name);
            event.put(name.toLowerCase(Locale.ROOT), String.join(",", values));
        }
        return event;
    }
}
