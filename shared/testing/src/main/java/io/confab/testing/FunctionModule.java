package io.confab.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The module of a function, {@code functions/<method-in-kebab-case>}, of a test that stands in it. */
record FunctionModule(Path folder) {
    private static final ClassValue<FunctionModule> OF_TEST = new ClassValue<>() {
        @Override
        protected FunctionModule computeValue(Class<?> test) {
            return find(test);
        }
    };

    /**
     * @throws IllegalStateException when no module has this test's source
     */
    static FunctionModule of(Class<?> test) {
        return OF_TEST.get(test);
    }

    /** Where its event files are. */
    Path events() {
        return folder.resolve("events");
    }

    /** The method's name. */
    String method() {
        StringBuilder name = new StringBuilder();
        for (String word : folder.getFileName().toString().split("-", -1)) {
            name.append(name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return name.toString();
    }

    private static FunctionModule find(Class<?> test) {
        String source = "src/test/java/" + test.getName().replace('.', '/') + ".java";
        Path here = Path.of("").toAbsolutePath();
        if (Files.exists(here.resolve(source))) {
            return new FunctionModule(here);
        }
        Path functions = here.resolve("../../functions").normalize();
        try (Stream<Path> modules = Files.list(functions)) {
            return modules.filter(module -> Files.exists(module.resolve(source)))
                    .findFirst()
                    .map(FunctionModule::new)
                    .orElseThrow(() -> new IllegalStateException("no module in " + functions + " has " + source));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
