package io.confab.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FunctionModulesTest {
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
    private static final Path PROJECT = Path.of("..", "..");

    @Test
    void everyFunctionModule_isADependency() throws IOException {
        String pom = Files.readString(PROJECT.resolve("infra/faults/pom.xml"));
        List<String> modules = MODULE.matcher(Files.readString(PROJECT.resolve("functions/pom.xml")))
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(modules).isNotEmpty().allSatisfy(module -> assertThat(pom)
                .contains("<artifactId>" + module + "</artifactId>"));
    }
}
