package io.confab.domain.pause;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PauseTest {
    @Test
    void lastsAsLongAsItWasAskedTo() {
        long from = System.nanoTime();
        Pause.of(Duration.ofMillis(20), "nothing");
        assertTrue(System.nanoTime() - from >= Duration.ofMillis(20).toNanos());
    }

    @Test
    void anInterruptEndsItAndIsNotForgotten() {
        Thread.currentThread().interrupt();
        IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> Pause.of(Duration.ofMinutes(1), "another run"));
        assertEquals("interrupted while waiting for another run", e.getMessage());
        assertTrue(Thread.interrupted());
    }
}
