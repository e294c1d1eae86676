package io.confab.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A function's folder below {@code functions}. Its name is the method's in kebab case.
 *
 * @param name such as {@code send-msg}
 */
record FunctionModule(String name) implements Comparable<FunctionModule> {
    /** Every folder with sources; a folder in which only build output of a removed function is left does not count. */
    static List<FunctionModule> all(Path project) {
        try (Stream<Path> folders = Files.list(project.resolve("functions"))) {
            return folders.filter(folder -> Files.isDirectory(folder.resolve("src/main/java")))
                    .map(folder -> new FunctionModule(folder.getFileName().toString()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static FunctionModule of(MethodReference method) {
        return new FunctionModule(method.method().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
    }

    /** The method's name, such as {@code sendMsg}. */
    String method() {
        String resource = resource();
        return Character.toLowerCase(resource.charAt(0)) + resource.substring(1);
    }

    /** The name in the template, such as {@code SendMsg}. */
    String resource() {
        return Arrays.stream(name.split("-", -1))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    }

    /** A path in the project's folder. */
    String file(String inside) {
        return "functions/" + name + "/" + inside;
    }

    @Override
    public int compareTo(FunctionModule other) {
        return name.compareTo(other.name);
    }
}
