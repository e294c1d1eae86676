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
 * Makes two reads at the same time that do not depend on each other. If no thread is free, both run on the caller's thread, so
 * that nothing queues. Each read on another thread needs a database connection of its own, so a call should make only one at a
 * time.
 */
@Singleton
public class Reads {
    private static final int MAX_THREADS = 16;

    private final ExecutorService threads = new ThreadPoolExecutor(
            0, MAX_THREADS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), Reads::daemon, (read, full) -> read.run());

    /** The results of two reads. */
    public record Both<A, B>(A aside, B here) {}

    /**
     * Makes both reads at the same time, the second on the caller's thread. Returns, or throws what one of them threw, when
     * both have ended, so that nothing is still running after the reply.
     */
    public <A, B> Both<A, B> both(Supplier<A> aside, Supplier<B> here) {
        Future<A> underWay = threads.submit(aside::get);
        B found;
        try {
            found = here.get();
        } catch (RuntimeException e) {
            try {
                await(underWay);
            } catch (RuntimeException other) {
                e.addSuppressed(other);
            }
            throw e;
        }
        return new Both<>(await(underWay), found);
    }

    private static <T> T await(Future<T> underWay) {
        try {
            return underWay.get();
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
