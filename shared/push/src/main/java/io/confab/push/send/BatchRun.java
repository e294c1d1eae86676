package io.confab.push.send;

import io.confab.domain.ids.ProcessRandom;
import io.confab.domain.push.PushContent;
import io.confab.domain.push.PushStatus;
import io.confab.push.channel.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * One batch of pushes on its way. The calling thread decides what is posted when; threads of the pool only post, and none of
 * them ever waits for a retry. Devices that were not tried yet come before those that were busy.
 */
final class BatchRun {
    private static final Logger LOG = Logger.getLogger(BatchRun.class);

    /** How long one post may take, from the connection to the last byte of the answer. */
    static final Duration POST = Duration.ofSeconds(3);

    /** How long after its end the answer of a post is waited for. */
    private static final Duration PATIENCE = Duration.ofMillis(50);

    private final List<PushTask> tasks;
    private final Errand errand;
    private final Posts posts;
    private final Badges badges;
    private final Function<PushContent, String> requestIds;
    private final int concurrency;
    private final CompletionService<Done> pool;
    private final List<Future<Done>> underWay = new ArrayList<>();

    /** Vendors are told when all badges are counted, so that devices with the same one share a request. */
    private final Deque<PushTask> uncounted = new ArrayDeque<>();

    private int counting;

    private final Map<Key, Deque<PushTask>> fresh = new LinkedHashMap<>();
    private final Map<Key, Deque<PushTask>> again = new LinkedHashMap<>();
    private final PriorityQueue<PushTask> waiting = new PriorityQueue<>(Comparator.comparingLong(PushTask::dueNanos));

    /** No post begins after this time, and none ends later than the second. */
    private final long lastStart;

    private final long lastEnd;

    BatchRun(
            List<PushTask> tasks,
            Errand errand,
            Duration budget,
            Posts posts,
            Badges badges,
            Function<PushContent, String> requestIds,
            int concurrency,
            ExecutorService pool) {
        this.tasks = tasks;
        this.errand = errand;
        this.posts = posts;
        this.badges = badges;
        this.requestIds = requestIds;
        this.concurrency = concurrency;
        this.pool = new ExecutorCompletionService<>(pool);
        this.lastStart = System.nanoTime() + budget.toNanos();
        this.lastEnd = lastStart + (errand.isOfMethod() ? 0 : POST.toNanos());
    }

    /** Pushes that one post can serve: of one channel, one content and one badge. */
    private record Key(Object channel, Identity content, OptionalLong badge) {}

    /** Contents of one batch that are the same object are compared as such; a large one is never read for it. */
    private record Identity(PushContent content) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Identity that && content == that.content;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(content);
        }
    }

    /** A finished job: the outcomes of a post, or none if it counted a badge. */
    private record Done(List<PushTask> tasks, List<Outcome> outcomes) {}

    /** Runs until every push is settled or the time is over. */
    void toEnd() throws InterruptedException {
        tasks.stream().filter(task -> !task.isSettled()).forEach(this::enqueue);
        while (true) {
            long now = System.nanoTime();
            recall(now);
            while (now < lastStart && underWay.size() < concurrency && startNext(now)) {
                now = System.nanoTime();
            }
            if (underWay.isEmpty() && (now >= lastStart || nothingCanStart())) {
                return;
            }
            long until = now >= lastStart ? lastEnd + PATIENCE.toNanos() : Math.min(lastStart, nextDue());
            Future<Done> done = pool.poll(Math.max(0, until - now), TimeUnit.NANOSECONDS);
            if (done != null) {
                underWay.remove(done);
                settle(done);
            } else if (System.nanoTime() >= lastEnd + PATIENCE.toNanos()) {
                underWay.forEach(job -> job.cancel(true));
                return;
            }
        }
    }

    private boolean nothingCanStart() {
        return uncounted.isEmpty()
                && fresh.isEmpty()
                && again.isEmpty()
                && (waiting.isEmpty() || (errand.isOfMethod() && nextDue() >= lastStart));
    }

    private long nextDue() {
        return waiting.isEmpty() ? lastStart : waiting.peek().dueNanos();
    }

    /** Those whose waiting is over may be tried again. */
    private void recall(long now) {
        while (!waiting.isEmpty() && waiting.peek().dueNanos() <= now) {
            put(again, waiting.poll());
        }
    }

    private void enqueue(PushTask task) {
        if (errand.isOfMethod() && task.way() == PushTask.Way.VENDOR) {
            return;
        }
        if (task.way() == PushTask.Way.VENDOR && task.badge().isEmpty()) {
            uncounted.add(task);
        } else {
            put(fresh, task);
        }
    }

    private static void put(Map<Key, Deque<PushTask>> queue, PushTask task) {
        Object channel = task.way() == PushTask.Way.ONLINE ? task.way() : task.vendor();
        Key key = new Key(
                channel, new Identity(task.push().content()), task.badge().orElseGet(OptionalLong::empty));
        queue.computeIfAbsent(key, missing -> new ArrayDeque<>()).add(task);
    }

    private boolean startNext(long now) {
        if (!uncounted.isEmpty()) {
            PushTask task = uncounted.poll();
            counting++;
            underWay.add(pool.submit(() -> counted(task)));
            return true;
        }
        List<PushTask> group = nextGroup(fresh);
        if (group.isEmpty()) {
            group = nextGroup(again);
        }
        if (group.isEmpty()) {
            return false;
        }
        List<PushTask> next = group;
        Duration within = Duration.ofNanos(Math.min(POST.toNanos(), lastEnd - now));
        underWay.add(pool.submit(() -> posted(next, within)));
        return true;
    }

    private List<PushTask> nextGroup(Map<Key, Deque<PushTask>> queue) {
        Iterator<Deque<PushTask>> queues = queue.values().iterator();
        List<PushTask> group = new ArrayList<>();
        while (group.isEmpty() && queues.hasNext()) {
            Deque<PushTask> same = queues.next();
            boolean mustWait = counting > 0 && same.getFirst().way() == PushTask.Way.VENDOR;
            while (!mustWait && !same.isEmpty() && group.size() < mostAtOnce(same.getFirst())) {
                group.add(same.poll());
            }
            if (same.isEmpty()) {
                queues.remove();
            }
        }
        return group;
    }

    private int mostAtOnce(PushTask task) {
        return task.way() == PushTask.Way.ONLINE ? posts.maxOnline() : posts.mostAtOnce(task.vendor());
    }

    /** On a thread of the pool. */
    private Done counted(PushTask task) {
        OptionalLong given = errand.options().badge();
        task.badge(given.isPresent() ? given : badges.of(task.push().device().userId));
        return new Done(List.of(task), List.of());
    }

    /** On a thread of the pool. */
    private Done posted(List<PushTask> group, Duration within) {
        PushTask first = group.get(0);
        return new Done(
                group,
                first.way() == PushTask.Way.ONLINE
                        ? posts.online(group, within)
                        : posts.vendor(
                                group, errand, requestIds.apply(first.push().content()), within));
    }

    private void settle(Future<Done> future) throws InterruptedException {
        Done done;
        try {
            done = future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a post never throws", e);
        }
        if (done.outcomes().isEmpty()) {
            counting--;
            done.tasks().forEach(task -> put(fresh, task));
        }
        for (int i = 0; i < done.outcomes().size(); i++) {
            settle(done.tasks().get(i), done.outcomes().get(i));
        }
    }

    private void settle(PushTask task, Outcome outcome) {
        if (outcome instanceof Outcome.Delivered) {
            task.delivered();
        } else if (outcome instanceof Outcome.Busy busy) {
            retry(task, busy);
        } else {
            if (outcome instanceof Outcome.Refused refused) {
                LOG.warnf(
                        "a push was refused: device=%s way=%s reason=%s",
                        task.push().device().id, task.way(), refused.reason());
            }
            takeNextWay(task);
        }
    }

    /** A connection that was busy for a whole attempt does not keep the vendor from being told. */
    private void retry(PushTask task, Outcome.Busy busy) {
        boolean isEnough = task.way() == PushTask.Way.ONLINE && errand.attempt() > 1 && task.hasAnotherWay();
        if (isEnough) {
            takeNextWay(task);
            return;
        }
        Duration wait = Backoff.of(task.tries(), busy.retryAfter(), ProcessRandom.dice());
        task.retryAt(System.nanoTime() + wait.toNanos());
        waiting.add(task);
        posts.countRetry();
    }

    private void takeNextWay(PushTask task) {
        task.takeNextWay();
        if (!task.isSettled()) {
            enqueue(task);
        }
    }

    /** The result for each device's cid, of those that are settled. */
    Map<String, PushStatus> statusByCid() {
        Map<String, PushStatus> statusByCid = new LinkedHashMap<>();
        tasks.forEach(task -> task.status()
                .ifPresent(status -> statusByCid.put(task.push().device().cid(), status)));
        return statusByCid;
    }

    /** What is left, beginning with what was not tried. */
    List<PushTask> unfinished() {
        return tasks.stream()
                .filter(task -> !task.isSettled())
                .sorted(Comparator.comparingInt(PushTask::tries))
                .toList();
    }
}
