package io.confab.domain.pause;

import java.time.Duration;

/** A pause of the calling thread, before something is tried once more. */
public final class Pause {
    private Pause() {}

    /**
     * Waits as long as this.
     *
     * @param what what is waited for, for whoever reads the failure
     * @throws IllegalStateException if the thread is interrupted meanwhile; it stays marked as interrupted
     */
    public static void of(Duration time, String what) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + what, e);
        }
    }
}
