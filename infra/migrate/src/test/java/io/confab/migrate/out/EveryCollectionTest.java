package io.confab.migrate.out;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.migrate.origin.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EveryCollectionTest {
    private static final Path SCHEMA = Path.of("../../docs/schema.md");

    /** Lives for some days at most, is made again, or is a wish that others may repeat. */
    private static final Set<String> NOT_MOVED = Set.of(
            "confab-inbox",
            "confab-nonce",
            "confab-once",
            "confab-pending",
            "confab-rate",
            "confab-schema",
            "uni-im-msg-search");

    @Test
    void everyCollectionOfTheSchema_isMovedOrKnownNotToBe() throws IOException {
        Set<String> known = new TreeSet<>(NOT_MOVED);
        Arrays.stream(SourceFile.values()).map(SourceFile::collection).forEach(known::add);

        Set<String> documented = new TreeSet<>();
        for (String line : Files.readAllLines(SCHEMA)) {
            if (line.startsWith("## ")) {
                documented.addAll(List.of(line.substring(3).split(", ")));
            }
        }

        assertThat(documented).isEqualTo(known);
    }
}
