package io.confab.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reference is whole, and what is written from it is what lies in {@code docs}; {@code infra/api/write} writes it. */
class ReferenceTest {
    private static final Path PROJECT = Path.of("..", "..");
    private static final boolean WRITE = Boolean.getBoolean("confab.api.write");
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build();

    private final Reference reference = Reference.read(PROJECT);

    @Test
    void documents_areWhatTheReferenceSays() throws IOException {
        Map<Path, String> documents = new LinkedHashMap<>();
        new Pages(reference).all().forEach((name, text) -> documents.put(PROJECT.resolve("docs/api/" + name), text));
        Path readme = PROJECT.resolve("README.md");
        documents.put(readme, new Pages(reference).readme(Files.readString(readme)));
        documents.put(PROJECT.resolve("docs/openapi.yaml"), YAML.writeValueAsString(new OpenApi(reference).document()));

        for (Map.Entry<Path, String> document : documents.entrySet()) {
            if (WRITE) {
                Files.writeString(document.getKey(), document.getValue());
            } else {
                assertThat(document.getKey())
                        .as("run ./infra/api/write")
                        .content()
                        .isEqualTo(document.getValue());
            }
        }
    }

    @Test
    void everyMethodWithAUrl_hasAReference() throws IOException {
        Set<String> internal = Set.of("sendMsgToGroup", "sendPushMsg", "wsConnect", "wsDisconnect", "wsMessage");
        Set<String> methods = new TreeSet<>();
        try (Stream<Path> modules = Files.list(PROJECT.resolve("functions"))) {
            modules.map(module -> module.resolve("src/main/resources/application.properties"))
                    .filter(Files::exists)
                    .map(ReferenceTest::export)
                    .filter(method -> !internal.contains(method))
                    .forEach(methods::add);
        }

        assertThat(reference.methods())
                .extracting(MethodReference::method)
                .containsExactlyInAnyOrderElementsOf(methods);
    }

    @Test
    void everyMethod_isWhollyDescribed() {
        assertThat(reference.methods()).allSatisfy(method -> {
            assertThat(Reference.FEATURES).contains(method.feature());
            assertThat(method.summary()).endsWith(".");
            assertThat(method.access()).isNotNull();
            assertThat(method.data() != null || !method.reply().isEmpty())
                    .as("an answer")
                    .isTrue();
            assertThat(method.refusals()).isNotNull();
            assertThat(method.example()).as("an example").isNotNull();
            assertThat(Schemas.parameters(method).path("properties"))
                    .allSatisfy(parameter ->
                            assertThat(parameter.path("description").asText()).isNotBlank());
            if (method.access() == Access.TOKEN) {
                assertThat(method.rights()).as("rights").isNotNull();
                assertThat(method.rights().outcomes()).doesNotContainValue(null);
            }
        });
    }

    /** An unquoted comma in a flow mapping makes a field of its own, without a value. */
    @Test
    void noField_isWithoutValue() {
        assertThat(nullFields("", new OpenApi(reference).document())).isEmpty();
    }

    private static List<String> nullFields(String path, JsonNode node) {
        if (node.isNull()) {
            return List.of(path);
        }
        return node.properties().stream()
                .flatMap(field -> nullFields(path + "/" + field.getKey(), field.getValue()).stream())
                .toList();
    }

    @Test
    void everyReference_resolves() {
        Set<String> known = new TreeSet<>();
        reference.components().fieldNames().forEachRemaining(name -> known.add("#/components/schemas/" + name));
        List<JsonNode> places = new OpenApi(reference).document().findValues("$ref");

        assertThat(places)
                .extracting(JsonNode::textValue)
                .filteredOn(place -> place.startsWith("#/components/schemas/"))
                .isNotEmpty()
                .isSubsetOf(known);
    }

    private static String export(Path properties) {
        try {
            return Files.readAllLines(properties).stream()
                    .filter(line -> line.startsWith("quarkus.funqy.export="))
                    .map(line -> line.substring(line.indexOf('=') + 1).strip())
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
