package io.confab.domain.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confab.domain.storage.Reads.Both;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReadsTest {
    private final Reads reads = new Reads();

    @AfterEach
    void stop() {
        reads.stop();
    }

    @Test
    void both_readsThatWaitForEachOther_runAtTheSameTime() {
        CountDownLatch aside = new CountDownLatch(1);
        CountDownLatch here = new CountDownLatch(1);

        Both<String, String> found = reads.both(() -> meet(aside, here, "aside"), () -> meet(here, aside, "here"));

        assertThat(found).isEqualTo(new Both<>("aside", "here"));
    }

    @Test
    void both_failureHere_isThrownWhenTheOtherReadHasEnded() {
        AtomicBoolean ended = new AtomicBoolean();
        CountDownLatch failing = new CountDownLatch(1);

        assertThatThrownBy(() -> reads.both(
                        () -> {
                            await(failing);
                            ended.set(true);
                            return "aside";
                        },
                        () -> {
                            failing.countDown();
                            throw new IllegalArgumentException("here");
                        }))
                .hasMessage("here");
        assertThat(ended).isTrue();
    }

    @Test
    void both_failureAside_isThrownAsItIs() {
        assertThatThrownBy(() -> reads.both(
                        () -> {
                            throw new IllegalArgumentException("aside");
                        },
                        () -> "here"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("aside");
    }

    @Test
    void both_noThreadFree_runsOneAfterTheOther() {
        assertThat(nested(100)).isEqualTo(IntStream.rangeClosed(1, 100).sum());
    }

    /** Each level holds a thread while it waits for the next. */
    private int nested(int depth) {
        if (depth == 0) {
            return 0;
        }
        return reads.both(() -> nested(depth - 1), () -> depth).aside() + depth;
    }

    private static String meet(CountDownLatch mine, CountDownLatch others, String name) {
        mine.countDown();
        await(others);
        return name;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
