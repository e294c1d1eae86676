package io.confab.bench.measure;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Prints the progress every few seconds to standard error. */
public final class Progress implements AutoCloseable {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "bench-progress");
        thread.setDaemon(true);
        return thread;
    });

    private Progress(Supplier<String> line) {
        timer.scheduleAtFixedRate(() -> say(line.get()), 3, 3, TimeUnit.SECONDS);
    }

    public static Progress every3Seconds(Supplier<String> line) {
        return new Progress(line);
    }

    public static void say(String line) {
        System.err.println("  " + line);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
