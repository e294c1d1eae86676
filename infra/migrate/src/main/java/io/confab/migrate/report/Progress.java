package io.confab.migrate.report;

import java.io.PrintStream;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Prints every few seconds how many documents a step has processed, and at which rate. */
public final class Progress implements AutoCloseable {
    private static final int SECONDS = 3;

    private final PrintStream out;
    private final AtomicLong done = new AtomicLong();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "progress");
        thread.setDaemon(true);
        return thread;
    });
    private volatile String step = "";
    private volatile long since = System.nanoTime();

    public Progress(PrintStream out) {
        this.out = out;
        timer.scheduleAtFixedRate(this::say, SECONDS, SECONDS, TimeUnit.SECONDS);
    }

    /** Ends the previous step, if there was one, and begins the next. */
    public void begin(String name) {
        end();
        done.set(0);
        since = System.nanoTime();
        step = name;
    }

    public void advance() {
        done.incrementAndGet();
    }

    private void end() {
        if (done.get() > 0) {
            say();
        }
    }

    private void say() {
        if (step.isEmpty()) {
            return;
        }
        double seconds = (System.nanoTime() - since) / 1e9;
        out.printf(
                "  %-28s %,10d in %,.1f s, %,.0f a second%n",
                step, done.get(), seconds, done.get() / Math.max(seconds, 0.001));
    }

    @Override
    public void close() {
        timer.shutdownNow();
        end();
    }
}
