package io.confab.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** {@code template.yaml}, as it is written: SAM has not expanded it. */
final class SamTemplate {
    private SamTemplate() {}

    static Map<String, Object> read() {
        try {
            return new Yaml(new PlainTags()).load(Files.readString(Path.of("..", "..", "template.yaml")));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The properties of each function, by its module. */
    @SuppressWarnings("unchecked")
    static Map<String, Map<String, Object>> functions() {
        Map<String, Map<String, Object>> byModule = new TreeMap<>();
        resources()
                .filter(resource -> "AWS::Serverless::Function".equals(resource.get("Type")))
                .map(resource -> (Map<String, Object>) resource.get("Properties"))
                .forEach(properties -> byModule.put(
                        properties.get("CodeUri").toString().replaceAll("^functions/(.+)/target/function.zip$", "$1"),
                        properties));
        return byModule;
    }

    @SuppressWarnings("unchecked")
    private static Stream<Map<String, Object>> resources() {
        return ((Map<String, Map<String, Object>>) read().get("Resources")).values().stream();
    }

    /** Reads CloudFormation's functions ({@code !Ref}, {@code !Sub}) as their arguments. */
    private static final class PlainTags extends SafeConstructor {
        /** Every function with a URL refers to the settings of URLs. */
        private static LoaderOptions options() {
            LoaderOptions options = new LoaderOptions();
            options.setMaxAliasesForCollections(1_000);
            return options;
        }

        PlainTags() {
            super(options());
            yamlMultiConstructors.put("!", new AbstractConstruct() {
                @Override
                public Object construct(Node node) {
                    if (node instanceof ScalarNode scalar) {
                        return scalar.getValue();
                    }
                    return node instanceof SequenceNode sequence
                            ? constructSequence(sequence)
                            : constructMapping((MappingNode) node);
                }
            });
        }
    }
}
