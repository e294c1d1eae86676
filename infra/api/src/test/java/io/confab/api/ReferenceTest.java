package io.confab.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The reference is complete, and the files in the project are those derived from it; {@code infra/api/write} writes them. */
class ReferenceTest {
    private static final Path PROJECT = Path.of("..", "..");
    private static final boolean WRITE = Boolean.getBoolean("confab.api.write");

    private final Reference reference = Reference.read(PROJECT);

    @Test
    void documents_areWhatTheReferenceSays() throws IOException {
        List<Path> others = new ArrayList<>();
        for (Map.Entry<Path, String> document : Documents.of(PROJECT, reference).entrySet()) {
            Path file = document.getKey();
            if (!Files.exists(file) || !Files.readString(file).equals(document.getValue())) {
                others.add(file);
            }
            if (WRITE) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, document.getValue());
            }
        }

        if (!WRITE) {
            assertThat(others)
                    .as("files that are not what functions/*/api.yaml says: run ./infra/api/write")
                    .isEmpty();
        }
    }

    @Test
    void everyReference_liesInTheFolderOfItsMethod() {
        assertThat(reference.methods()).allSatisfy(method -> {
            FunctionModule module = FunctionModule.of(method);
            assertThat(PROJECT.resolve(module.file("api.yaml")))
                    .content()
                    .contains("method: " + method.method() + "\n");
            assertThat(PROJECT.resolve(
                            module.file("src/main/java/io/confab/functions/" + module.resource() + "Function.java")))
                    .content()
                    .contains("@Funq(\"" + method.method() + "\")");
        });
    }

    /** A call by which a native build is tried: from the example, or written by hand. */
    @Test
    void everyFunction_hasANativeCase() throws IOException {
        NativeCases cases = new NativeCases(reference, Files.readString(PROJECT.resolve("infra/native/events.py")));
        List<String> plain = cases.plain().stream().map(MethodReference::method).toList();

        assertThat(FunctionModule.all(PROJECT))
                .extracting(FunctionModule::method)
                .allMatch(method -> cases.isByHand(method) || plain.contains(method));
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
}
