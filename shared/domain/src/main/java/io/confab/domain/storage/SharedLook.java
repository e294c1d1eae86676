package io.confab.domain.storage;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Something that is looked up once for all who ask at about the same time: whoever asks while a look is under way gets its
 * result, and so does everybody who asks within a time after it. A look that fails fails for all who wait for it, and is
 * forgotten. Safe for use by many threads.
 */
public final class SharedLook<T> {
    private final Clock clock;
    private final Duration shared;
    private final Supplier<T> look;
    private Look<T> newest;

    /** @param shared for how long a result is given out, from the end of its look */
    public SharedLook(Clock clock, Duration shared, Supplier<T> look) {
        this.clock = clock;
        this.shared = shared;
        this.look = look;
    }

    private static final class Look<T> {
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private volatile long endedAt;

        boolean isOver(long now, Duration shared) {
            return result.isDone() && (now < endedAt || now - endedAt >= shared.toMillis());
        }
    }

    /** The newest result, if need be after a look on the caller's thread. */
    public T get() {
        Look<T> mine = new Look<>();
        Look<T> asked = join(mine);
        if (asked == mine) {
            run(mine);
        }
        try {
            return asked.result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** The look to wait for: the newest, or if that is over, the caller's own. */
    private synchronized Look<T> join(Look<T> mine) {
        if (newest == null || newest.isOver(clock.millis(), shared)) {
            newest = mine;
        }
        return newest;
    }

    private void run(Look<T> mine) {
        try {
            T found = look.get();
            mine.endedAt = clock.millis();
            mine.result.complete(found);
        } catch (RuntimeException | Error e) {
            forget(mine);
            mine.result.completeExceptionally(e);
        }
    }

    private synchronized void forget(Look<T> failed) {
        if (newest == failed) {
            newest = null;
        }
    }
}
