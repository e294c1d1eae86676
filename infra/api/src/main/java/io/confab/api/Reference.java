package io.confab.api;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The content of all api.yaml files and of the shared schemas.
 *
 * @param methods by feature, then by name
 * @param components shared JSON Schemas by name
 */
public record Reference(List<MethodReference> methods, ObjectNode components) {
    /** The pages, in the order of reading. */
    static final List<String> FEATURES =
            List.of("messages", "conversations", "friends", "groups", "notifications", "people", "accounts", "server");

    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** Reads {@code functions/<module>/api.yaml} and {@code docs/api/components.yaml} below the project's folder. */
    public static Reference read(Path project) {
        try (Stream<Path> modules = Files.list(project.resolve("functions"))) {
            List<MethodReference> methods = modules.map(module -> module.resolve("api.yaml"))
                    .filter(Files::exists)
                    .map(Reference::method)
                    .sorted(Comparator.comparing((MethodReference method) -> FEATURES.indexOf(method.feature()))
                            .thenComparing(MethodReference::method))
                    .toList();
            JsonNode components =
                    YAML.readTree(project.resolve("docs/api/components.yaml").toFile());
            return new Reference(methods, (ObjectNode) components);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The shared schema, if the given one only refers to it. */
    JsonNode resolve(JsonNode schema) {
        return schema.has("$ref")
                ? components.path(schema.get("$ref").textValue().replaceFirst(".*/", ""))
                : schema;
    }

    private static MethodReference method(Path file) {
        try {
            return YAML.readValue(file.toFile(), MethodReference.class);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + e.getMessage(), e);
        }
    }
}
