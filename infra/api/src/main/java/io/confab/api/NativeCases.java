package io.confab.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The calls that test a native build: those written by hand in {@code infra/native/events.py}, and the examples of all other
 * methods, unless they contain a value from an earlier call. {@code infra/native/plain.json} holds these.
 */
final class NativeCases {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Reference reference;
    private final String byHand;

    /** @param byHand the text of infra/native/events.py */
    NativeCases(Reference reference, String byHand) {
        this.reference = reference;
        this.byHand = byHand;
    }

    /** Whether events.py has a case of this method. */
    boolean isByHand(String method) {
        return byHand.contains("(\"" + method + "\",");
    }

    /** The methods that are called as in their examples. */
    List<MethodReference> plain() {
        return reference.methods().stream()
                .filter(method -> method.access() == Access.TOKEN)
                .filter(method -> method.data() != null && method.example().standsAlone())
                .filter(method -> !isByHand(method.method()))
                .toList();
    }

    /** The file, with one case on each line. */
    String file() {
        return plain().stream()
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
