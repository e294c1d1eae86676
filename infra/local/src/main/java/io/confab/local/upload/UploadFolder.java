package io.confab.local.upload;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The uploaded files: one folder for each key, with the content and its type. A file appears whole, by a move, or not at all.
 */
@Singleton
class UploadFolder {
    /** What {@code getUploadUrl} makes; a dot never begins a segment. */
    private static final Pattern KEY =
            Pattern.compile("uni-im/[A-Za-z0-9_][A-Za-z0-9_.-]*/[0-9a-f]{32}/[\\p{L}\\p{N}_-][\\p{L}\\p{N}._-]*");

    private static final String CONTENT = "content";
    private static final String TYPE = "type";

    private final Path files;
    private final Path beginnings;

    UploadFolder(@ConfigProperty(name = "confab.local.data") Path data) {
        this.files = data.resolve("uploads");
        this.beginnings = data.resolve("uploads-begun");
    }

    /** A file that is whole. */
    record Stored(Path content, String type) {}

    static boolean isKey(String key) {
        return KEY.matcher(key).matches();
    }

    /** A new place for a file that is being uploaded. */
    Path begin() {
        try {
            return Files.createDirectories(beginnings).resolve(UUID.randomUUID().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes what was uploaded readable under its key. */
    void finish(Path begun, String key, String type) {
        try {
            Path folder = Files.createDirectories(files.resolve(key));
            Files.writeString(folder.resolve(TYPE), type);
            Files.move(begun, folder.resolve(CONTENT), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void abandon(Path begun) {
        try {
            Files.deleteIfExists(begun);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<Stored> find(String key) {
        if (!isKey(key)) {
            return Optional.empty();
        }
        Path folder = files.resolve(key);
        try {
            String type = Files.readString(folder.resolve(TYPE));
            return Optional.of(folder.resolve(CONTENT))
                    .filter(Files::isRegularFile)
                    .map(content -> new Stored(content, type));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
