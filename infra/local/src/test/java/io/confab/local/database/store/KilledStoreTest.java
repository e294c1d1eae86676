package io.confab.local.database.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of a process that changes, writes and compacts a store, most often in the middle of a compaction: nothing that
 * was acknowledged is lost, and no change is half there.
 */
class KilledStoreTest {
    private static final int KILLS = 5;
    private static final int LINES_BEFORE_A_KILL = 1_500;
    private static final int MAX_DELAY_MILLIS = 12;

    @TempDir
    Path folder;

    private final Random random = new Random(41);
    private int duringCompaction;

    @Test
    void open_afterKillsInTheMiddleOfCompactions_hasEveryAcknowledgedChangeEntirely() throws Exception {
        Path file = folder.resolve("database.mv");
        Map<Integer, Long> acknowledged = new HashMap<>();
        for (int kill = 0; kill < KILLS; kill++) {
            acknowledged.putAll(runAndKill(file));

            try (DurableStore store = DurableStore.open(file)) {
                for (int thread = 0; thread < BusyStore.THREADS; thread++) {
                    long kept = BusyStore.count(store.map("one"), thread);
                    assertThat(kept).isGreaterThanOrEqualTo(acknowledged.getOrDefault(thread, 0L));
                    assertThat(BusyStore.count(store.map("other"), thread)).isEqualTo(kept);
                }
            }
        }
        assertThat(duringCompaction).isPositive();
        assertThat(Arrays.stream(folder.toFile().list())).containsExactly("database.mv");
    }

    /** What each thread has counted to. */
    private Map<Integer, Long> runAndKill(Path file) throws IOException, InterruptedException {
        Process busy = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BusyStore.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Map<Integer, Long> acknowledged = new HashMap<>();
        int lines = 0;
        String last = "";
        try (BufferedReader output = busy.inputReader(StandardCharsets.UTF_8)) {
            String line;
            while ((line = output.readLine()) != null) {
                if (line.matches("\\d \\d+")) {
                    acknowledged.put(line.charAt(0) - '0', Long.parseLong(line.substring(2)));
                } else if (line.startsWith("compact")) {
                    last = line;
                }
                boolean isBusy = ++lines >= LINES_BEFORE_A_KILL && acknowledged.size() == BusyStore.THREADS;
                if (isBusy && line.equals(BusyStore.COMPACTING) && busy.isAlive()) {
                    Thread.sleep(random.nextInt(MAX_DELAY_MILLIS));
                    busy.toHandle().destroyForcibly();
                }
            }
        }
        assertThat(busy.waitFor(10, TimeUnit.SECONDS)).isTrue();
        duringCompaction += last.equals(BusyStore.COMPACTING) ? 1 : 0;
        return acknowledged;
    }
}
