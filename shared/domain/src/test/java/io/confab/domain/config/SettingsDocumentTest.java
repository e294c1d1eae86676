package io.confab.domain.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/settings.md, the list of settings and {@link ConfabConfig} say the same. */
class SettingsDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "..", "docs", "settings.md");
    private static final Pattern NAME = Pattern.compile("`(CONFAB_[A-Z_]+)`");

    @Test
    void document_rows_areTheSettingsWithTheirBounds() throws IOException {
        Map<String, String> boundsByName = column(2);

        assertThat(boundsByName.keySet())
                .containsExactlyInAnyOrderElementsOf(Settings.byName().keySet());
        assertThat(boundsByName).allSatisfy((name, bound) -> assertThat(bound)
                .as(name)
                .isEqualTo(Settings.byName().get(name).bound().text()));
    }

    @Test
    void document_defaults_areThoseOfTheMapping() throws IOException {
        Map<String, String> defaultByName = column(3);

        assertThat(mapped("CONFAB", ConfabConfig.class)).allSatisfy(value -> value.byDefault()
                .ifPresent(text -> assertThat(defaultByName.get(value.name()).split("; ", -1)[0])
                        .as(value.name())
                        .isEqualTo(text)));
    }

    /** A column of the document, by the name of the setting. */
    private static Map<String, String> column(int column) throws IOException {
        Map<String, String> byName = new HashMap<>();
        try (Stream<String> lines = Files.lines(DOCUMENT)) {
            lines.filter(line -> line.startsWith("| `CONFAB_")).forEach(line -> {
                List<String> cells = Arrays.stream(line.split("(?<!\\\\)\\|", -1))
                        .map(String::strip)
                        .toList();
                NAME.matcher(cells.get(1))
                        .results()
                        .map((MatchResult match) -> match.group(1))
                        .forEach(name -> byName.put(name, cells.get(column).replace("`", "")));
            });
        }
        return byName;
    }

    @Test
    void mapping_everyValue_isASettingOfThatTypeWhoseDefaultIsWithinItsBounds() {
        List<Mapped> mapped = mapped("CONFAB", ConfabConfig.class).toList();

        assertThat(mapped).hasSizeGreaterThan(40).allSatisfy(value -> {
            Setting setting = Settings.byName().get(value.name());
            assertThat(setting).as(value.name()).isNotNull();
            assertThat(setting.canBeEmpty())
                    .as("%s can be empty where the mapping says so", value.name())
                    .isEqualTo(value.method().getReturnType().getSimpleName().startsWith("Optional"));
            value.byDefault().ifPresent(text -> assertThat(setting.complaint(text, false))
                    .as(value.name())
                    .isEmpty());
            assertThat(value.isOfTypeOf(setting.bound()))
                    .as("type of " + value.name())
                    .isTrue();
        });
    }

    private record Mapped(String name, Method method) {
        Optional<String> byDefault() {
            return Optional.ofNullable(method.getAnnotation(WithDefault.class)).map(WithDefault::value);
        }

        boolean isOfTypeOf(Bound bound) {
            Class<?> type = method.getReturnType();
            String whole = method.getGenericReturnType().getTypeName();
            return bound instanceof Bound.Time == whole.contains(Duration.class.getName())
                    && bound instanceof Bound.Flag == (type == boolean.class);
        }
    }

    private static Stream<Mapped> mapped(String prefix, Class<?> group) {
        return Arrays.stream(group.getDeclaredMethods()).flatMap(method -> mapped(prefix, method));
    }

    private static Stream<Mapped> mapped(String prefix, Method method) {
        WithName given = method.getAnnotation(WithName.class);
        String word = given != null ? given.value() : method.getName().replaceAll("([A-Z])", "-$1");
        String name = prefix + "_" + word.replace('-', '_').toUpperCase(Locale.ROOT);
        boolean isGroup = method.getReturnType().getEnclosingClass() == ConfabConfig.class;
        return isGroup ? mapped(name, method.getReturnType()) : Stream.of(new Mapped(name, method));
    }
}
