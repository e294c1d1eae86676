package io.confab.push.send;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.inbox.ConversationList;
import io.confab.domain.push.DevicePush;
import io.confab.domain.push.PushStatus;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Sends pushes at the same time, up to a maximum number at once, within a time limit. Pushes that are left are returned, so
 * that the caller can hand them over before its process is frozen.
 */
@Singleton
class PushBatch {
    private final DeviceSender sender;
    private final Instance<ConversationList> conversations;
    private final ExecutorService threads;

    /**
     * @param conversations fetched late, because the classes that keep conversations also depend on pushing
     */
    PushBatch(DeviceSender sender, Instance<ConversationList> conversations, ConfabConfig config) {
        this.sender = sender;
        this.conversations = conversations;
        int concurrency = config.push().concurrency();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                concurrency, concurrency, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), PushBatch::daemon);
        pool.allowCoreThreadTimeOut(true);
        this.threads = pool;
    }

    /** The result of a batch. */
    record Report(Map<String, PushStatus> statusByCid, List<DevicePush> unfinished) {}

    Report send(List<DevicePush> pushes, Duration budget) {
        Map<String, PushStatus> statusByCid = new LinkedHashMap<>();
        List<DevicePush> unfinished = new ArrayList<>();
        try {
            Badges badges = new Badges(uid -> conversations.get().unreadTotal(uid));
            List<Callable<PushStatus>> tasks = pushes.stream()
                    .<Callable<PushStatus>>map(push -> () -> sender.send(push, badges))
                    .toList();
            List<Future<PushStatus>> results = threads.invokeAll(tasks, budget.toMillis(), TimeUnit.MILLISECONDS);
            for (int i = 0; i < pushes.size(); i++) {
                collect(pushes.get(i), results.get(i), statusByCid, unfinished);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while pushing", e);
        }
        return new Report(statusByCid, unfinished);
    }

    private static void collect(
            DevicePush push,
            Future<PushStatus> result,
            Map<String, PushStatus> statusByCid,
            List<DevicePush> unfinished)
            throws InterruptedException {
        try {
            statusByCid.put(push.device().cid(), result.get());
        } catch (CancellationException e) {
            unfinished.add(push);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a sender never throws", e);
        }
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "push");
        thread.setDaemon(true);
        return thread;
    }
}
