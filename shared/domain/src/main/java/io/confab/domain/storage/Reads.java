package io.confab.domain.storage;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Reads that need not wait for each other, at the same time. Where no thread is free a read runs on its caller's, so that
 * nothing queues. Each read that runs aside takes a database connection of its own: one at a time for each call is enough.
 */
@Singleton
public class Reads {
    private static final int MAX_THREADS = 16;

    private final ExecutorService threads = new ThreadPoolExecutor(
            0, MAX_THREADS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), Reads::daemon, (read, full) -> read.run());

    /** A read under way. */
    public static final class Aside<T> {
        private final Future<T> future;

        private Aside(Future<T> future) {
            this.future = future;
        }

        /** What was read; throws what the read threw. */
        public T get() {
            try {
                return future.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                throw new IllegalStateException("a read failed", e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while reading", e);
            }
        }
    }

    /** Starts a read beside what the caller does next. */
    public <T> Aside<T> aside(Supplier<T> read) {
        return new Aside<>(threads.submit(read::get));
    }

    @PreDestroy
    void stop() {
        threads.shutdown();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "read");
        thread.setDaemon(true);
        return thread;
    }
}
