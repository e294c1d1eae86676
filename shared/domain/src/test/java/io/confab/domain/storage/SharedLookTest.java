package io.confab.domain.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SharedLookTest {
    private static final int CALLERS = 32;

    private final AtomicInteger looks = new AtomicInteger();
    private final SetClock clock = new SetClock();
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS, task -> {
        Thread thread = new Thread(task);
        threads.add(thread);
        return thread;
    });

    @AfterEach
    void stop() {
        callers.shutdownNow();
    }

    @Test
    void get_withinTheTimeAfterALook_isItsResult() {
        SharedLook<Integer> shared = new SharedLook<>(clock, Duration.ofSeconds(5), looks::incrementAndGet);

        assertThat(shared.get()).isEqualTo(1);
        clock.now += 4_999;
        assertThat(shared.get()).isEqualTo(1);
        clock.now += 1;
        assertThat(shared.get()).isEqualTo(2);
    }

    /** Otherwise a clock that is set back would keep an old result for as long. */
    @Test
    void get_clockSetBack_looksAgain() {
        SharedLook<Integer> shared = new SharedLook<>(clock, Duration.ofSeconds(5), looks::incrementAndGet);
        shared.get();

        clock.now -= 3_600_000;

        assertThat(shared.get()).isEqualTo(2);
    }

    @Test
    void get_slowLook_isSharedFromItsEndOn() {
        SharedLook<Integer> shared = new SharedLook<>(clock, Duration.ofSeconds(5), () -> {
            clock.now += 20_000;
            return looks.incrementAndGet();
        });

        shared.get();
        clock.now += 4_999;

        assertThat(shared.get()).isEqualTo(1);
    }

    @Test
    void get_manyAtOnce_isOneLook() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        SharedLook<Integer> shared = new SharedLook<>(clock, Duration.ZERO, () -> {
            begun.countDown();
            await(mayEnd);
            return looks.incrementAndGet();
        });

        List<Future<Integer>> results = new ArrayList<>(List.of(callers.submit(shared::get)));
        begun.await();
        for (int i = 1; i < CALLERS; i++) {
            results.add(callers.submit(shared::get));
        }
        awaitWaiting(CALLERS);
        mayEnd.countDown();

        for (Future<Integer> result : results) {
            assertThat(result.get()).isEqualTo(1);
        }
    }

    @Test
    void get_lookThatFails_failsForAllWhoWaitAndIsForgotten() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        SharedLook<Integer> shared = new SharedLook<>(clock, Duration.ofSeconds(5), () -> {
            if (looks.incrementAndGet() == 1) {
                begun.countDown();
                await(mayEnd);
                throw new IllegalStateException("gone");
            }
            return looks.get();
        });

        Future<Integer> first = callers.submit(shared::get);
        begun.await();
        Future<Integer> second = callers.submit(shared::get);
        awaitWaiting(2);
        mayEnd.countDown();

        for (Future<Integer> result : List.of(first, second)) {
            assertThatThrownBy(result::get)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("gone");
        }
        assertThat(shared.get()).isEqualTo(2);
    }

    /** Until so many callers wait, the one who looks included. */
    private void awaitWaiting(int number) throws InterruptedException {
        while (threads.stream().filter(SharedLookTest::isWaiting).count() < number) {
            Thread.sleep(5);
        }
    }

    private static boolean isWaiting(Thread thread) {
        return thread.getState() == Thread.State.WAITING
                && Stream.of(thread.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals(SharedLook.class.getName()));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class SetClock extends Clock {
        private volatile long now = 1_000_000;

        @Override
        public long millis() {
            return now;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(now);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
