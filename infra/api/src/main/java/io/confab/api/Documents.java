package io.confab.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Everything that is written from the functions' folders and their api.yaml files, whole files and parts of files. */
final class Documents {
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build();

    private final Path project;
    private final Reference reference;
    private final Map<Path, String> documents = new TreeMap<>();

    private Documents(Path project, Reference reference) {
        this.project = project;
        this.reference = reference;
    }

    /** The files with the content that they should have. */
    static Map<Path, String> of(Path project, Reference reference) {
        Documents all = new Documents(project, reference);
        all.reference();
        all.functions();
        return all.documents;
    }

    private void reference() {
        Pages pages = new Pages(reference);
        pages.all().forEach((name, text) -> put("docs/api/" + name, text));
        edit("README.md", pages::readme);
        try {
            put("docs/openapi.yaml", YAML.writeValueAsString(new OpenApi(reference).document()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void functions() {
        List<FunctionModule> folders = FunctionModule.all(project);
        Modules modules = new Modules(folders);
        edit("functions/pom.xml", modules::functionsPom);
        edit("infra/all-functions/pom.xml", modules::allFunctionsPom);
        for (FunctionModule module : folders) {
            edit(module.file("pom.xml"), present -> modules.pom(module, present));
            edit(
                    module.file("src/main/resources/application.properties"),
                    present -> modules.properties(module, present));
        }
        edit("template.yaml", new Template(reference)::write);
        new EventFiles(reference).all().forEach(this::put);
        put("infra/native/plain.json", new NativeCases(reference, present("infra/native/events.py")).file());
    }

    private void put(String file, String text) {
        documents.put(project.resolve(file), text);
    }

    private void edit(String file, UnaryOperator<String> change) {
        put(file, change.apply(present(file)));
    }

    /** The present content of a file; empty if it is missing. */
    private String present(String file) {
        Path path = project.resolve(file);
        try {
            return Files.exists(path) ? Files.readString(path) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
