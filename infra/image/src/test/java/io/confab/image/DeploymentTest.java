package io.confab.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.domain.config.Bound;
import io.confab.domain.config.Setting;
import io.confab.domain.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** Every function module is deployed, is in the list of all functions, and has a URL if clients call it. */
class DeploymentTest {
    private static final Path ROOT = Path.of("..", "..");

    private final Map<String, Object> template = SamTemplate.read();
    private final Map<String, Map<String, Object>> functions = SamTemplate.functions();

    @Test
    void template_functions_areTheModules() throws IOException {
        assertThat(functions.keySet())
                .as(
                        "a function that clients call needs an api.yaml and ./infra/api/write; another one, an entry by hand")
                .containsExactlyInAnyOrderElementsOf(modules());
    }

    @Test
    void allFunctions_areTheModules() throws IOException {
        assertThat(found(
                        "<groupId>io.confab</groupId>\\s*<artifactId>([^<]+)</artifactId>\\s*<version>.\\{project",
                        "../all-functions/pom.xml"))
                .containsExactlyInAnyOrderElementsOf(modules());
    }

    @Test
    void template_function_isNamedAndExportedByItsMethod() {
        functions.forEach((module, properties) -> {
            String method = method(module);
            assertThat(properties.get("FunctionName")).as(module).isEqualTo("${AWS::StackName}-" + method);
            assertThat(at(properties, "Environment", "Variables", "QUARKUS_FUNQY_EXPORT"))
                    .as(module)
                    .isEqualTo(method);
        });
    }

    @Test
    void template_urls_areOfClientMethodsAlone() {
        Map<?, ?> outputs = (Map<?, ?>) template.get("Outputs");
        functions.forEach((module, properties) -> {
            String method = method(module);
            String output = Character.toUpperCase(method.charAt(0)) + method.substring(1) + "Url";
            boolean hasUrl = Files.exists(ROOT.resolve("functions/" + module + "/api.yaml"));
            assertThat(properties.containsKey("FunctionUrlConfig")).as(module).isEqualTo(hasUrl);
            assertThat(outputs.containsKey(output)).as(output).isEqualTo(hasUrl);
        });
    }

    @Test
    void template_functionsThatInvokeThemselves_areAllowedToAndKeepWhatFailed() {
        for (String module : List.of("send-msg-to-group", "send-push-msg")) {
            Map<String, Object> properties = functions.get(module);
            assertThat(properties.get("RecursiveLoop")).as(module).isEqualTo("Allow");
            assertThat(at(properties, "EventInvokeConfig", "MaximumRetryAttempts"))
                    .as(module)
                    .isEqualTo(2);
            assertThat(at(properties, "EventInvokeConfig", "DestinationConfig", "OnFailure", "Type"))
                    .as(module)
                    .isEqualTo("SQS");
        }
    }

    /** Their secrets and their libraries are where pushes to vendors are sent, and nowhere else. */
    @Test
    void vendors_areKnownToTwoFunctionsAlone() throws IOException {
        List<String> built = new ArrayList<>();
        for (String module : modules()) {
            if (Files.readString(ROOT.resolve("functions/" + module + "/pom.xml"))
                    .contains("confab-vendors")) {
                built.add(module);
            }
        }
        List<String> entrusted = functions.entrySet().stream()
                .filter(function -> variables(function.getValue()).containsKey("CONFAB_SECRET_PUSH"))
                .map(Map.Entry::getKey)
                .toList();

        assertThat(built).containsExactlyInAnyOrder("send-msg-to-group", "send-push-msg");
        assertThat(entrusted).containsExactlyInAnyOrderElementsOf(built);
    }

    /** Each secret may be read by the functions whose environment names it, and by no other; none is in an environment. */
    @Test
    void template_secrets_areReadableWhereTheyAreNamed() {
        for (String purpose : List.of("Database", "Token", "Request", "Push")) {
            String name = "CONFAB_SECRET_" + purpose.toUpperCase(Locale.ROOT);
            boolean isForAll = variables((Map<?, ?>) ((Map<?, ?>) template.get("Globals")).get("Function"))
                    .containsKey(name);
            List<String> users = functions.entrySet().stream()
                    .filter(function ->
                            !"".equals(variables(function.getValue()).getOrDefault(name, isForAll ? "all" : "")))
                    .map(function -> method(function.getKey()))
                    .map(method -> Character.toUpperCase(method.charAt(0)) + method.substring(1) + "Role")
                    .toList();
            Map<?, ?> policy = (Map<?, ?>) ((Map<?, ?>) template.get("Resources")).get("MayRead" + purpose + "Secret");

            assertThat(((Map<?, ?>) policy.get("Properties")).get("Roles"))
                    .as(purpose)
                    .asInstanceOf(InstanceOfAssertFactories.LIST)
                    .containsExactlyInAnyOrderElementsOf(users);
        }
        assertThat(settings().keySet())
                .filteredOn(name -> Settings.byName().get(name).isSecret())
                .isEmpty();
    }

    @Test
    void template_everyVariable_isASettingWithinItsBounds() {
        Map<?, ?> parameters = (Map<?, ?>) template.get("Parameters");

        assertThat(settings()).hasSizeGreaterThan(30).allSatisfy((name, value) -> {
            Setting setting = Settings.byName().get(name);
            assertThat(setting).as(name).isNotNull();
            if (parameters.get(value) instanceof Map<?, ?> parameter) {
                assertThat(isAsNarrow(parameter, setting.bound()))
                        .as(
                                "%s: %s accepts only %s",
                                value, name, setting.bound().text())
                        .isTrue();
            }
        });
    }

    /** The document has the defaults of the code, which another test compares. */
    @Test
    void template_everyParameter_hasTheDefaultThatIsDocumented() throws IOException {
        Map<?, ?> parameters = (Map<?, ?>) template.get("Parameters");
        List<String> document = Files.readAllLines(ROOT.resolve("docs/settings.md"));

        assertThat(settings()).allSatisfy((name, value) -> {
            if (parameters.get(value) instanceof Map<?, ?> parameter
                    && parameter.get("Default") != null
                    && !"".equals(parameter.get("Default"))) {
                String row = document.stream()
                        .filter(line -> line.startsWith("| `" + name + "` |"))
                        .findFirst()
                        .orElseThrow();
                assertThat(row.replace("`", "").split(" \\| |; ", -1))
                        .as("%s: the row of %s in docs/settings.md", value, name)
                        .contains(parameter.get("Default").toString());
            }
        });
    }

    /** Every setting that the template sets, with the parameter or value that it has. */
    private Map<String, Object> settings() {
        Map<String, Object> variables =
                new TreeMap<>(variables((Map<?, ?>) ((Map<?, ?>) template.get("Globals")).get("Function")));
        functions.values().forEach(properties -> variables.putAll(variables(properties)));
        variables.keySet().removeIf(name -> !name.startsWith("CONFAB_"));
        return variables;
    }

    private static boolean isAsNarrow(Map<?, ?> parameter, Bound bound) {
        if (bound instanceof Bound.Text text) {
            return text.allows("") || parameter.containsKey("AllowedPattern") || parameter.containsKey("MinLength");
        }
        Stream<?> ends = parameter.get("AllowedValues") instanceof List<?> values
                ? values.stream()
                : Stream.of("MinValue", "MaxValue").map(parameter::get);
        return ends.allMatch(value -> bound.allows(String.valueOf(value)));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> variables(Map<?, ?> properties) {
        return (Map<String, Object>) ((Map<?, ?>) properties.get("Environment")).get("Variables");
    }

    private static List<String> modules() throws IOException {
        return found("<module>([^<]+)</module>", "../../functions/pom.xml");
    }

    private static List<String> found(String pattern, String file) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(Path.of(file)))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static String method(String module) {
        String[] words = module.split("-", -1);
        return words[0]
                + Arrays.stream(words, 1, words.length)
                        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                        .collect(Collectors.joining());
    }

    private static Object at(Map<String, Object> properties, String... path) {
        Object value = properties;
        for (String name : path) {
            value = ((Map<?, ?>) value).get(name);
        }
        return value;
    }
}
