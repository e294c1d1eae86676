package io.confab.domain.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SettingsDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "..", "docs", "settings.md");

    @Test
    void everySetting_isInTheDocument() throws IOException {
        List<String> settings = names("CONFAB", ConfabConfig.class).toList();

        assertThat(settings).hasSizeGreaterThan(20);
        assertThat(Files.readString(DOCUMENT))
                .contains(settings.stream().map(name -> "`" + name + "`").toList());
    }

    private static Stream<String> names(String prefix, Class<?> group) {
        return Arrays.stream(group.getDeclaredMethods()).flatMap(method -> names(prefix, method));
    }

    private static Stream<String> names(String prefix, Method method) {
        String name =
                prefix + "_" + method.getName().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
        boolean isGroup = method.getReturnType().getEnclosingClass() == ConfabConfig.class;
        return isGroup ? names(name, method.getReturnType()) : Stream.of(name);
    }
}
