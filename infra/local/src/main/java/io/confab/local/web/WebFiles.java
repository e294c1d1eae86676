package io.confab.local.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The built web client, as it was packed with this program: all of its files, by name. They are read once, so that what a
 * browser asks for never becomes a path.
 */
final class WebFiles {
    static final String INDEX = "index.html";
    private static final String FOLDER = "META-INF/confab-web";

    private final Map<String, WebFile> files;

    WebFiles(Map<String, byte[]> files) {
        this.files = new TreeMap<>();
        files.forEach((name, bytes) -> this.files.put(name, WebFile.of(name, bytes)));
    }

    /** Those that were packed with this program; none if the client had not been built. */
    static WebFiles packed() {
        try {
            Path place = Path.of(placeOfThisClass());
            if (Files.isDirectory(place)) {
                return new WebFiles(read(place.resolve(FOLDER)));
            }
            try (FileSystem jar = FileSystems.newFileSystem(place)) {
                return new WebFiles(read(jar.getPath(FOLDER)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<WebFile> find(String name) {
        return Optional.ofNullable(files.get(name));
    }

    private static URI placeOfThisClass() {
        try {
            return WebFiles.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, byte[]> read(Path folder) throws IOException {
        Map<String, byte[]> read = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> found = Files.walk(folder)) {
                for (Path file : found.filter(Files::isRegularFile).toList()) {
                    read.put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
                }
            }
        }
        return read;
    }
}
