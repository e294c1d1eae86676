package io.confab.domain.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HealingTest {
    private final AtomicInteger mended = new AtomicInteger();

    /** The first line that a process logs may take longer than a read may mend. */
    @BeforeAll
    static void logOnce() {
        Healing.ofOneRead().attempt("thing", "0", () -> {
            throw new IllegalStateException("broken");
        });
    }

    @Test
    void attempt_thatFails_isNoFailureAndTheNextGoesOn() {
        Healing healing = Healing.ofOneRead();

        boolean failed = healing.attempt("thing", "1", () -> {
            throw new IllegalStateException("broken");
        });
        boolean done = healing.attempt("thing", "2", mended::incrementAndGet);

        assertThat(failed).isFalse();
        assertThat(done).isTrue();
    }

    @Test
    void attempts_areBoundedInNumber() {
        Healing healing = Healing.ofOneRead();

        for (int i = 0; i < 100; i++) {
            healing.attempt("thing", "n", mended::incrementAndGet);
        }

        assertThat(mended).hasValue(20);
    }

    @Test
    void attempts_areBoundedInTime() {
        Healing healing = Healing.ofOneRead();

        healing.attempt("slow thing", "1", () -> LockSupport.parkNanos(600_000_000));

        assertThat(healing.attempt("thing", "2", mended::incrementAndGet)).isFalse();
        assertThat(mended).hasValue(0);
    }

    @Test
    void none_mendsNothing() {
        assertThat(Healing.none().attempt("thing", "1", mended::incrementAndGet))
                .isFalse();
        assertThat(mended).hasValue(0);
    }
}
