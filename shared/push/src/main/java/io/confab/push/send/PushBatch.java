package io.confab.push.send;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.inbox.ConversationList;
import io.confab.domain.push.DevicePush;
import io.confab.domain.push.PushContent;
import io.confab.domain.push.PushStatus;
import io.confab.push.vendor.Vendor;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Sends pushes at the same time, up to a maximum number at once, within a time limit. Pushes that are left are returned, so
 * that the caller can hand them over before its process is frozen.
 *
 * <p>A method ends with its budget. An attempt of sendPushMsg or a hop begins posts for up to {@code CONFAB_PUSH_PATIENCE}, so
 * that it ends at most 3 s after that.
 */
@Singleton
class PushBatch {
    private final Posts posts;
    private final List<Vendor> vendors;
    private final Instance<ConversationList> conversations;
    private final Clock clock;
    private final int concurrency;
    private final Duration budget;
    private final Duration patience;
    private final ExecutorService threads = Executors.newCachedThreadPool(PushBatch::daemon);

    /**
     * @param conversations fetched late, because the classes that keep conversations also depend on pushing
     */
    PushBatch(
            Posts posts,
            @Any Instance<Vendor> vendors,
            Instance<ConversationList> conversations,
            Clock clock,
            ConfabConfig config) {
        this.posts = posts;
        this.vendors = vendors.stream().toList();
        this.conversations = conversations;
        this.clock = clock;
        this.concurrency = config.push().concurrency();
        this.budget = config.push().budget();
        this.patience = config.push().patience();
    }

    /** The result of a batch; what is left is in the order in which it should be tried. */
    record Report(Map<String, PushStatus> statusByCid, List<DevicePush> unfinished) {}

    /**
     * @param requestIds the request id of each content, which vendors are told
     */
    Report send(List<DevicePush> pushes, Errand errand, Function<PushContent, String> requestIds) {
        long now = clock.millis();
        BatchRun run = new BatchRun(
                pushes.stream().map(push -> task(push, errand, now)).toList(),
                errand,
                errand.isOfMethod() ? budget : patience,
                posts,
                new Badges(uid -> conversations.get().unreadTotal(uid)),
                requestIds,
                concurrency,
                threads);
        try {
            run.toEnd();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while pushing", e);
        }
        return new Report(
                run.statusByCid(), run.unfinished().stream().map(PushTask::push).toList());
    }

    private PushTask task(DevicePush push, Errand errand, long now) {
        boolean isConnected = push.device().connectionId != null
                && (!errand.checkToken() || push.device().isOnlineUntil(now));
        Optional<Vendor> vendor = vendors.stream()
                .filter(any -> !errand.checkToken() || push.device().isInReach(now))
                .filter(any -> any.reaches(push.device()))
                .findFirst();
        Stream<PushTask.Way> ways =
                switch (push.strategy()) {
                    case ONLINE -> Stream.of(PushTask.Way.ONLINE);
                    case OFFLINE -> Stream.of(PushTask.Way.VENDOR);
                    case ONLINE_ELSE_OFFLINE -> Stream.of(PushTask.Way.ONLINE, PushTask.Way.VENDOR);
                    case OFFLINE_ELSE_ONLINE -> Stream.of(PushTask.Way.VENDOR, PushTask.Way.ONLINE);
                };
        return new PushTask(
                push,
                ways.filter(way -> way == PushTask.Way.ONLINE ? isConnected : vendor.isPresent())
                        .toList(),
                vendor);
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
