package io.confab.local.invoke;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.ids.Ids;
import io.confab.push.AsyncInvoker;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Asynchronous invocation with the semantics of Lambda: an accepted invocation is stored and runs at least once; a run that
 * throws or takes too long is repeated twice after a pause, and then becomes a dead letter; some invocations may be delivered
 * twice, one after the other or at the same time.
 *
 * <p>An invocation leaves the database only after it succeeded, so {@link #start()} of the next process runs what a killed
 * process left, waiting or running. Safe for use by many threads.
 */
@Singleton
@Alternative
@Priority(1)
public class LocalAsyncInvoker implements AsyncInvoker {
    private static final Logger LOG = Logger.getLogger(LocalAsyncInvoker.class);
    private static final int MAX_PAYLOAD_BYTES = 256 << 10;
    private static final int RETRIES = 2;
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(8);

    private final Functions functions;
    private final InvocationQueue queue;
    private final InvokerSettings settings;
    private final ObjectMapper json;
    private final Clock clock;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(named("invocation-timer"));
    private final ExecutorService dispatchers;
    private final ExecutorService sandboxes = Executors.newCachedThreadPool(named("invocation"));
    private final Set<String> running = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    public LocalAsyncInvoker(
            Functions functions, InvocationQueue queue, InvokerSettings settings, ObjectMapper json, Clock clock) {
        this.functions = functions;
        this.queue = queue;
        this.settings = settings;
        this.json = json;
        this.clock = clock;
        this.dispatchers = Executors.newFixedThreadPool(settings.invocationsAtOnce(), named("invocation-dispatch"));
    }

    /** Runs the invocations that an earlier process left. */
    public void start() {
        List<Invocation> left = queue.unfinished();
        left.forEach(this::schedule);
        if (!left.isEmpty()) {
            LOG.infof("Took up %d asynchronous invocations that were left", left.size());
        }
    }

    @Override
    public void invoke(String method, ObjectNode payload) {
        if (!functions.contains(method)) {
            throw new IllegalArgumentException("no function " + method);
        }
        List<Invocation> deliveries = deliveries(method, text(payload));
        queue.add(deliveries);
        deliveries.forEach(this::schedule);
    }

    /** Waits a short time for running invocations; all others are kept for the next start. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        timer.shutdownNow();
        dispatchers.shutdown();
        if (!dispatchers.awaitTermination(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            dispatchers.shutdownNow();
        }
        sandboxes.shutdownNow();
    }

    /** Whether this invocation is running. */
    public boolean isRunning(String invocationId) {
        return running.contains(invocationId);
    }

    private String text(ObjectNode payload) {
        try {
            String text = json.writeValueAsString(payload);
            if (text.getBytes(StandardCharsets.UTF_8).length > MAX_PAYLOAD_BYTES) {
                throw new IllegalArgumentException("the payload of an asynchronous invocation is over 256 KB");
            }
            return text;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the payload is no JSON", e);
        }
    }

    private List<Invocation> deliveries(String method, String payload) {
        long now = clock.millis();
        ThreadLocalRandom random = ThreadLocalRandom.current();
        List<Invocation> deliveries = new ArrayList<>(2);
        deliveries.add(new Invocation(Ids.next(), method, payload, 0, now));
        if (random.nextInt(100) < settings.duplicatePercent()) {
            long delay = random.nextBoolean()
                    ? 0
                    : random.nextLong(settings.duplicateDelay().toMillis() + 1);
            deliveries.add(new Invocation(Ids.next(), method, payload, 0, now + delay));
        }
        return deliveries;
    }

    private void schedule(Invocation invocation) {
        try {
            long wait = Math.max(0, invocation.due() - clock.millis());
            timer.schedule(() -> dispatchers.execute(() -> run(invocation)), wait, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debugf("Stopping: invocation %s stays for the next start", invocation.id());
        }
    }

    private void run(Invocation invocation) {
        if (stopping) {
            return;
        }
        running.add(invocation.id());
        try {
            attempt(invocation);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warnf(e, "The database does not answer; invocation %s runs again at the next start", invocation.id());
        } finally {
            running.remove(invocation.id());
        }
    }

    private void attempt(Invocation invocation) throws InterruptedException {
        try {
            runInTime(invocation);
            queue.succeeded(invocation);
        } catch (TimeoutException e) {
            failed(invocation, "timed out after " + settings.functionTimeout());
        } catch (ExecutionException e) {
            failed(invocation, e.getCause().getMessage());
            LOG.warnf(
                    e.getCause(),
                    "Asynchronous invocation failed: method=%s id=%s",
                    invocation.method(),
                    invocation.id());
        }
    }

    private void runInTime(Invocation invocation) throws InterruptedException, TimeoutException, ExecutionException {
        Future<?> run = sandboxes.submit(
                () -> functions.call(invocation.method(), invocation.id(), json.readTree(invocation.payload())));
        try {
            run.get(settings.functionTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            run.cancel(true);
        }
    }

    private void failed(Invocation before, String error) {
        int failures = before.failures() + 1;
        List<Duration> pauses = settings.retryBackoff();
        if (failures > RETRIES) {
            queue.died(new Invocation(before.id(), before.method(), before.payload(), failures, before.due()), error);
            return;
        }
        long due = clock.millis()
                + pauses.get(Math.min(failures, pauses.size()) - 1).toMillis();
        Invocation again = new Invocation(before.id(), before.method(), before.payload(), failures, due);
        queue.retryLater(again, error);
        schedule(again);
    }

    private static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
