package io.confab.functions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.confab.testing.SignedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The events of all functions, and the same with secrets in them. */
final class SecretEvents {
    static final String BODY = "classified-text";
    static final String NUMBER = "13800138000";
    static final String FORGED_LINE = "forged-line";

    private static final String SECRET = BODY + " +86" + NUMBER + "\n{\"level\":\"ERROR\",\"" + FORGED_LINE + "\":1}";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> FREE_FIELDS = List.of("pushParam", "detail", "events", "queryStringParameters");

    private SecretEvents() {}

    /** The events of each function, by the method's name. */
    static Map<String, List<ObjectNode>> plain() throws IOException {
        Map<String, List<ObjectNode>> events = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of("..", "..", "functions"), 3)) {
            for (Path file : files.filter(path -> path.getParent().endsWith("events"))
                    .filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                Path folder = file.getParent().getParent().getFileName();
                events.computeIfAbsent(method(folder.toString()), name -> new ArrayList<>())
                        .add((ObjectNode) JSON.readTree(file.toFile()));
            }
        }
        return events;
    }

    private static String method(String folder) {
        StringBuilder name = new StringBuilder();
        for (String word : folder.split("-")) {
            name.append(name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return name.toString();
    }

    /** The event; with a good token; with secrets for texts, all and but those that name people; with a secret as the token. */
    static List<ObjectNode> variants(ObjectNode event, String token) throws IOException {
        ObjectNode all = withSecrets(event, text -> SECRET);
        ObjectNode some = withSecrets(
                event,
                text -> text.length() < 6 || text.matches("alice|carol|text|[0-9a-f_singlegroup]{24,50}")
                        ? text
                        : SECRET);
        List<ObjectNode> variants = new ArrayList<>(List.of(event, all, some));
        if (event.has("headers")) {
            for (ObjectNode variant : List.of(all, some)) {
                variants.add(authorized(variant.deepCopy(), token));
            }
            ObjectNode stranger = event.deepCopy();
            stranger.withObject("/headers").put("authorization", "Bearer " + SECRET);
            variants.add(stranger);
        }
        return variants;
    }

    private static ObjectNode authorized(ObjectNode event, String token) throws IOException {
        ObjectNode headers = event.withObject("/headers");
        boolean signed = headers.has("uni-id-nonce");
        headers.put("authorization", "Bearer " + token);
        if (signed) {
            SignedRequest.headers(JSON.readTree(event.path("body").asText()))
                    .forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        }
        return event;
    }

    private static ObjectNode withSecrets(ObjectNode event, UnaryOperator<String> secret) {
        ObjectNode changed = event.deepCopy();
        if (event.path("body").isTextual()) {
            changed.put("body", body(event.path("body").asText(), secret));
        }
        for (String field : FREE_FIELDS) {
            if (event.has(field)) {
                changed.set(field, replaced(event.path(field), secret));
            }
        }
        return changed;
    }

    private static String body(String body, UnaryOperator<String> secret) {
        try {
            return replaced(JSON.readTree(body), secret).toString();
        } catch (JsonProcessingException e) {
            return SECRET;
        }
    }

    private static JsonNode replaced(JsonNode json, UnaryOperator<String> secret) {
        if (json.isTextual()) {
            return TextNode.valueOf(secret.apply(json.asText()));
        }
        if (json instanceof ObjectNode object) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            object.fields().forEachRemaining(field -> copy.set(field.getKey(), replaced(field.getValue(), secret)));
            return copy;
        }
        if (json instanceof ArrayNode array) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            array.forEach(item -> copy.add(replaced(item, secret)));
            return copy;
        }
        return json;
    }

    /** What proves who calls. */
    static String[] signatures(Map<String, List<ObjectNode>> events) {
        return events.values().stream()
                .flatMap(List::stream)
                .flatMap(event -> Stream.of(
                        event.at("/headers/uni-id-signature").asText(),
                        event.at("/headers/authorization").asText()))
                .filter(secret -> secret.length() > 20)
                .distinct()
                .toArray(String[]::new);
    }
}
