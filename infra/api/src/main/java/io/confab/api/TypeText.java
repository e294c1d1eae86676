package io.confab.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A JSON Schema in a few words, for a table's cell. */
final class TypeText {
    private TypeText() {}

    static String of(JsonNode schema) {
        if (schema.has("$ref")) {
            String name = schema.get("$ref").textValue().replaceFirst(".*/", "");
            return name.equals("Empty")
                    ? "`{}`"
                    : "[" + name + "](objects.md#" + name.toLowerCase(java.util.Locale.ROOT) + ")";
        }
        if (schema.has("enum")) {
            return stream(schema.get("enum")).map(value -> "`" + value + "`").collect(Collectors.joining(", "));
        }
        if (schema.has("const")) {
            return "`" + schema.get("const") + "`";
        }
        for (String choice : List.of("oneOf", "anyOf")) {
            if (schema.has(choice)) {
                return stream(schema.get(choice)).map(TypeText::of).distinct().collect(Collectors.joining(" or "));
            }
        }
        return ofType(schema) + bounds(schema);
    }

    private static String ofType(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            return stream(type).map(JsonNode::textValue).collect(Collectors.joining(" or "));
        }
        return switch (type.asText("any")) {
            case "array" -> of(schema.path("items")) + "[]";
            case "object" -> schema.has("properties") ? fields(schema) : "object";
            case "any" -> "any JSON";
            default -> type.textValue();
        };
    }

    private static String fields(JsonNode schema) {
        Set<String> required =
                stream(schema.path("required")).map(JsonNode::textValue).collect(Collectors.toSet());
        List<String> names = new ArrayList<>();
        schema.get("properties")
                .fieldNames()
                .forEachRemaining(name -> names.add(required.contains(name) ? name : name + "?"));
        return names.isEmpty() ? "`{}`" : "`{" + String.join(", ", names) + "}`";
    }

    private static String bounds(JsonNode schema) {
        String kind = schema.path("type").asText();
        String low = kind.equals("integer") || kind.equals("number")
                ? "minimum"
                : kind.equals("array") ? "minItems" : "minLength";
        String high = kind.equals("integer") || kind.equals("number")
                ? "maximum"
                : kind.equals("array") ? "maxItems" : "maxLength";
        if (schema.has(low) && schema.has(high)) {
            return ", " + schema.get(low) + "–" + schema.get(high);
        }
        if (schema.has(high)) {
            return ", ≤ " + schema.get(high);
        }
        return schema.has(low) && schema.get(low).asInt() > 1 ? ", ≥ " + schema.get(low) : "";
    }

    private static java.util.stream.Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
