package io.confab.local.upload;

import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.ids.Hashes;
import io.confab.domain.upload.ContentTypes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The uploaded files: one folder for each key, with the content and its type. The folder is filled in another place and then
 * moved to its final one. The move fails if a file is already stored there: so a file appears completely or not at all, and the
 * first one is kept, even if the process dies at any moment or several uploads come at the same time. A name that is not ASCII
 * stands for itself in the key alone: with {@code LANG=C} Java cannot give a file such a name.
 */
@Singleton
class UploadFolder {
    private static final String NAME = "[\\p{L}\\p{N}_-][\\p{L}\\p{M}\\p{N}._-]*";

    /** The form of keys from {@code getUploadUrl}; no segment begins with a dot or a mark. */
    private static final Pattern KEY =
            Pattern.compile("uni-im/(?:[A-Za-z0-9_][A-Za-z0-9_.-]*|avatar/" + NAME + ")/[0-9a-f]{32}/" + NAME);

    private static final Pattern PLAIN = Pattern.compile("\\p{ASCII}+");

    /** Holds the folders of keys that are not ASCII; no key begins so. */
    private static final String HASHED = "hashed";

    private static final String CONTENT = "content";
    private static final String TYPE = "type";

    private final Path files;
    private final Path beginnings;

    UploadFolder(@ConfigProperty(name = "confab.local.data") Path data) {
        this.files = data.resolve("uploads");
        this.beginnings = data.resolve("uploads-begun");
    }

    /**
     * A complete file.
     *
     * @param type with which it is served; a file that an earlier version stored with another type is served with a harmless
     *     one, too
     */
    record Stored(Path content, String type) {}

    static boolean isKey(String key) {
        return KEY.matcher(key).matches();
    }

    /** A file that is being uploaded, to be written to its {@link #content()}. */
    record Begun(Path folder) {
        Path content() {
            return folder.resolve(CONTENT);
        }
    }

    Begun begin() {
        try {
            return new Begun(
                    Files.createDirectories(beginnings.resolve(UUID.randomUUID().toString())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Makes the uploaded file readable under its key.
     *
     * @throws Refusal {@code already-handled} if a file is already stored, which is kept
     */
    void finish(Begun begun, String key, String type) {
        Path place = folder(key);
        try {
            Files.writeString(begun.folder().resolve(TYPE), type);
            Files.createDirectories(place.getParent());
            Files.move(begun.folder(), place, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            requireFree(key);
            throw new UncheckedIOException(e);
        }
    }

    /** @throws Refusal {@code already-handled} if a file is already stored */
    void requireFree(String key) {
        if (find(key).isPresent()) {
            throw new Refusal(ErrorCode.ALREADY_HANDLED, "the permission to upload was used");
        }
    }

    void abandon(Begun begun) {
        try {
            Files.deleteIfExists(begun.content());
            Files.deleteIfExists(begun.folder().resolve(TYPE));
            Files.deleteIfExists(begun.folder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<Stored> find(String key) {
        if (!isKey(key)) {
            return Optional.empty();
        }
        return stored(folder(key)).or(() -> PLAIN.matcher(key).matches() ? Optional.empty() : storedByName(key));
    }

    private Path folder(String key) {
        return PLAIN.matcher(key).matches()
                ? files.resolve(key)
                : files.resolve(HASHED).resolve(Hashes.sha256(key));
    }

    /** Earlier versions named every folder by its key. */
    private Optional<Stored> storedByName(String key) {
        try {
            return stored(files.resolve(key));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Optional<Stored> stored(Path folder) {
        try {
            String type = ContentTypes.kept(Files.readString(folder.resolve(TYPE)));
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
