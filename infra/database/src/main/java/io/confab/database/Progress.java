package io.confab.database;

import com.mongodb.client.MongoDatabase;
import io.confab.domain.schema.SchemaApply;
import io.confab.domain.storage.Index;
import java.io.PrintWriter;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Prints a line for each index, and while one takes long, a line every five seconds. */
final class Progress implements SchemaApply.Steps, AutoCloseable {
    private static final int SECONDS = 5;

    private final MongoDatabase database;
    private final PrintWriter out;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "progress");
        thread.setDaemon(true);
        return thread;
    });
    private volatile String step = "";
    private volatile long since;

    Progress(MongoDatabase database, PrintWriter out) {
        this.database = database;
        this.out = out;
        timer.scheduleAtFixedRate(this::say, SECONDS, SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void begin(int number, int of, Index index) {
        since = System.nanoTime();
        step = "%2d of %d  %s, about %,d documents"
                .formatted(
                        number,
                        of,
                        Findings.name(index),
                        database.getCollection(index.collection()).estimatedDocumentCount());
    }

    @Override
    public void end(Index index, SchemaApply.Outcome outcome) {
        String ended = step;
        step = "";
        out.printf("%s: %s, %.1f s%n", ended, text(outcome), (System.nanoTime() - since) / 1e9);
    }

    private static String text(SchemaApply.Outcome outcome) {
        return switch (outcome) {
            case CREATED -> "created";
            case EXISTS -> "exists";
            case DIFFERENT -> "exists with other options";
            case DUPLICATES -> "duplicates are in the way";
        };
    }

    private void say() {
        String current = step;
        if (!current.isEmpty()) {
            out.printf("%s: %.0f s so far%n", current, (System.nanoTime() - since) / 1e9);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
