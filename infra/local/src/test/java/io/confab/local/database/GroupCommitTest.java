package io.confab.local.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
    private final AtomicInteger changes = new AtomicInteger();
    private final AtomicInteger stored = new AtomicInteger();
    private final AtomicInteger commits = new AtomicInteger();
    private final GroupCommit group = new GroupCommit(this::commit);

    @Test
    void durably_manyAtOnce_shareCommitsAndReturnNothingUnstored() throws Exception {
        ExecutorService writers = Executors.newFixedThreadPool(16);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Boolean>> stillUnstored = new ArrayList<>();
        for (int i = 0; i < 160; i++) {
            stillUnstored.add(writers.submit(() -> {
                start.await();
                int mine = group.durably(changes::incrementAndGet);
                return stored.get() < mine;
            }));
        }

        start.countDown();

        for (Future<Boolean> unstored : stillUnstored) {
            assertThat(unstored.get()).isFalse();
        }
        assertThat(commits).hasValueLessThan(160);
        writers.shutdown();
    }

    @Test
    void durably_commitFails_isNotAcknowledged() {
        GroupCommit failing = new GroupCommit(() -> {
            throw new IllegalStateException("disk full");
        });

        assertThatThrownBy(() -> failing.durably(changes::incrementAndGet)).hasMessage("disk full");
        assertThatThrownBy(failing::awaitVisible).hasMessage("disk full");
    }

    @Test
    void awaitVisible_nothingChanged_doesNotCommit() {
        group.awaitVisible();

        assertThat(commits).hasValue(0);
    }

    private void commit() {
        try {
            Thread.sleep(2);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        stored.set(changes.get());
        commits.incrementAndGet();
    }
}
