package io.confab.local.database.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableStoreTest {
    private static final int VALUE_BYTES = 700;

    @TempDir
    Path folder;

    @Test
    void open_afterKill_hasWhatOnlyTheLogHad() throws IOException {
        try (DurableStore store = DurableStore.open(file())) {
            put(store, "a", "1");
            store.checkpoint();
            put(store, "a", "2");
            put(store, "b", "3");
            store.changing(() -> store.map("map").remove(bytes("b")));

            try (DurableStore left = DurableStore.open(asKilled())) {
                assertThat(left.map("map").get(bytes("a"))).isEqualTo(bytes("2"));
                assertThat(left.map("map").size()).isOne();
            }
        }
    }

    @Test
    void open_logCutShort_hasTheChangesBeforeTheCutAndNoHalfOne() throws IOException {
        try (DurableStore store = DurableStore.open(file())) {
            put(store, "a", "1");
            store.changing(() -> {
                store.map("map").put(bytes("a"), bytes("2"));
                return store.map("map").put(bytes("b"), bytes("2"));
            });
            Path killed = asKilled();
            try (RandomAccessFile log = new RandomAccessFile(log(killed).toFile(), "rw")) {
                log.setLength(log.length() - 1);
            }

            try (DurableStore left = DurableStore.open(killed)) {
                assertThat(left.map("map").get(bytes("a"))).isEqualTo(bytes("1"));
                assertThat(left.map("map").get(bytes("b"))).isNull();
            }
        }
    }

    @Test
    void open_mapRemovedBeforeTheKill_isGone() throws IOException {
        try (DurableStore store = DurableStore.open(file())) {
            put(store, "a", "1");
            store.checkpoint();
            store.changing(() -> {
                store.removeMap("map");
                return null;
            });
            put(store, "b", "2");

            try (DurableStore left = DurableStore.open(asKilled())) {
                assertThat(left.map("map").get(bytes("a"))).isNull();
                assertThat(left.map("map").get(bytes("b"))).isEqualTo(bytes("2"));
            }
        }
    }

    @Test
    void changing_failsHalfway_keepsNothingOfItAndRefusesAllThatFollows() throws IOException {
        try (DurableStore store = DurableStore.open(file())) {
            put(store, "a", "1");

            assertThatThrownBy(() -> store.changing(() -> {
                        store.map("map").put(bytes("b"), bytes("2"));
                        throw new IllegalStateException("halfway");
                    }))
                    .hasMessage("halfway");

            assertThatThrownBy(store::requireWhole).isInstanceOf(UncheckedIOException.class);
            assertThatThrownBy(() -> put(store, "c", "3")).isInstanceOf(UncheckedIOException.class);
            try (DurableStore left = DurableStore.open(asKilled())) {
                assertThat(left.map("map").get(bytes("a"))).isEqualTo(bytes("1"));
                assertThat(left.map("map").size()).isOne();
            }
        }
    }

    @Test
    void compact_afterManyRewrites_leavesAFileNotMuchLargerThanWhatLives() throws IOException {
        int keys = 1_000;
        Random random = new Random(1);
        try (DurableStore store = DurableStore.open(file(), 64 << 10)) {
            for (int i = 0; i < 10 * keys; i++) {
                byte[] value = new byte[VALUE_BYTES];
                random.nextBytes(value);
                byte[] key = bytes("key " + random.nextInt(keys));
                store.changing(() -> store.map("map").put(key, value));
            }
            long before = Files.size(file());
            for (int step = 0; step < 20 && store.compact(); step++) {
                // One more.
            }

            assertThat(Files.size(file())).isLessThan(before).isLessThan(3L * keys * VALUE_BYTES);
        }
        assertThat(Files.size(file())).isLessThan(3L * keys * VALUE_BYTES);
    }

    private static void put(DurableStore store, String key, String value) {
        store.changing(() -> store.map("map").put(bytes(key), bytes(value)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private Path file() {
        return folder.resolve("database.mv");
    }

    private Path log(Path file) throws IOException {
        try (Stream<Path> files = Files.list(file.getParent())) {
            return files.filter(other -> other.getFileName().toString().contains(".log-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** A copy of the files as a kill at this moment leaves them. */
    private Path asKilled() throws IOException {
        Path copy = Files.createDirectory(folder.resolve("killed"));
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            for (Path file : all) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy.resolve("database.mv");
    }
}
