package io.confab.push.channel;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends a call of an HTTP client in time, whatever the other side does. */
public final class Deadline {
    private Deadline() {}

    /**
     * Waits for the whole answer. If it does not come in time, or the thread is interrupted, the call is cancelled, at
     * which its client closes the connection.
     */
    public static <T> T await(CompletableFuture<T> call, Duration within) throws IOException {
        try {
            return call.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        } catch (TimeoutException | CancellationException e) {
            throw new IOException("no whole answer in time", e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } finally {
            call.cancel(true);
        }
    }
}
