package io.confab.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Collectors;

/**
 * The calls of {@code infra/native/plain.json}: of methods whose example needs no call before it. infra/native/events.py makes
 * those that it has no case of its own for.
 */
final class NativeCases {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Reference reference;

    NativeCases(Reference reference) {
        this.reference = reference;
    }

    /** Whether the example alone tells how to call the method, and its schema what to expect. */
    static boolean isPlain(MethodReference method) {
        return method.access() == Access.TOKEN
                && method.data() != null
                && method.example().standsAlone();
    }

    /** One case a line, by name. */
    String file() {
        return reference.methods().stream()
                .filter(NativeCases::isPlain)
                .map(method -> "  " + line(plainCase(method)))
                .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
    }

    private ObjectNode plainCase(MethodReference method) {
        boolean list = method.data().has("items");
        JsonNode element = reference.resolve(list ? method.data().get("items") : method.data());
        ObjectNode plain = JSON.createObjectNode()
                .put("method", method.method())
                .put("as", method.example().as());
        plain.set("params", method.example().params());
        plain.put("list", list);
        plain.set("required", element.has("required") ? element.get("required") : JSON.createArrayNode());
        return plain;
    }

    private static String line(ObjectNode plain) {
        try {
            return JSON.writeValueAsString(plain);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
