package io.confab.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.confab.domain.json.Params;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The schemas of requests and replies, built from the files, and the check of a reply against them. */
public final class Schemas {
    /** Marks a member of the reply that may be absent. */
    private static final String OPTIONAL = "x-optional";

    private static final String MAX_LENGTH = "maxLength";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    private final Reference reference;
    private final Map<String, JsonSchema> replies = new ConcurrentHashMap<>();

    public Schemas(Reference reference) {
        this.reference = reference;
    }

    /** Schema of a method's parameters, including those that all lists have. */
    static ObjectNode parameters(MethodReference method) {
        ObjectNode schema = method.parameters().deepCopy();
        if (method.list()) {
            ObjectNode properties = schema.withObjectProperty("properties");
            properties
                    .putObject("limit")
                    .put("type", "integer")
                    .put("minimum", 1)
                    .put("default", method.limit().byDefault())
                    .put(
                            "description",
                            "maximum number of elements of a page; values above "
                                    + method.limit().maximum() + " count as "
                                    + method.limit().maximum());
            properties
                    .putObject("cursor")
                    .put("type", "string")
                    .put(MAX_LENGTH, Params.MAX_CURSOR)
                    .put("description", "`nextCursor` of the previous page; all other parameters must be the same");
        }
        return schema;
    }

    /** The same schema with the general maximum length for strings that have no other one. */
    static ObjectNode bounded(ObjectNode schema) {
        boolean isPlainString = "string".equals(schema.path("type").asText()) && !schema.has("enum");
        if (isPlainString && !schema.has(MAX_LENGTH)) {
            schema.put(MAX_LENGTH, Params.MAX_STRING);
        }
        schema.forEach(Schemas::boundAll);
        return schema;
    }

    private static void boundAll(JsonNode part) {
        if (part instanceof ObjectNode object) {
            bounded(object);
        } else {
            part.forEach(Schemas::boundAll);
        }
    }

    /** Schema of a method's successful reply. */
    static ObjectNode reply(MethodReference method) {
        ObjectNode schema = JSON.objectNode().put("type", "object");
        ArrayNode required = schema.putArray("required").add("errCode").add("errMsg");
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("errCode").put("const", 0);
        properties.putObject("errMsg").put("const", "");
        if (method.data() != null) {
            properties.set("data", method.data());
            required.add("data");
        }
        if (method.list()) {
            properties.putObject("hasMore").put("type", "boolean");
            properties.putObject("nextCursor").put("type", "string");
            required.add("hasMore");
        }
        method.reply().forEach((name, member) -> {
            properties.set(name, member);
            if (!member.path(OPTIONAL).booleanValue()) {
                required.add(name);
            }
        });
        if (!properties.has("newToken") && method.access() == Access.TOKEN) {
            properties.putObject("newToken").put("$ref", "#/components/schemas/Token");
        }
        return schema.put("additionalProperties", false);
    }

    /** The faults of a method's successful reply; empty if there are none, or if the method is not in the reference. */
    public List<String> faults(String method, JsonNode body) {
        return reference.methods().stream()
                .filter(known -> known.method().equals(method))
                .findFirst()
                .map(known -> replies.computeIfAbsent(method, name -> compile(reply(known))))
                .map(schema -> schema.validate(body).stream()
                        .map(fault -> fault.getInstanceLocation() + ": " + fault.getMessage())
                        .collect(Collectors.toCollection(ArrayList::new)))
                .orElseGet(ArrayList::new);
    }

    private JsonSchema compile(ObjectNode schema) {
        schema.putObject("components").set("schemas", reference.components());
        return FACTORY.getSchema(schema);
    }
}
