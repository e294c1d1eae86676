package io.confab.local.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.local.database.EmbeddedMongo;
import io.confab.local.database.LocalDatabase;
import io.quarkus.runtime.ShutdownEvent;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalAsyncInvokerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Settings QUICK = new Settings(0, Duration.ofSeconds(5));

    @TempDir
    Path folder;

    private final Queue<JsonNode> events = new ConcurrentLinkedQueue<>();
    private final CountDownLatch never = new CountDownLatch(1);
    private final Queue<LocalAsyncInvoker> invokers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger runs = new AtomicInteger();
    private EmbeddedMongo mongo;
    private LocalDatabase database;
    private InvocationQueue queue;

    @BeforeEach
    void openDatabase() {
        mongo = EmbeddedMongo.open(folder.resolve("database.mv"));
        database = new LocalDatabase(mongo.connectionString(), "test");
        queue = new InvocationQueue(database);
    }

    @AfterEach
    void stopAndCloseDatabase() throws InterruptedException {
        never.countDown();
        for (LocalAsyncInvoker invoker : invokers) {
            invoker.stop(new ShutdownEvent());
        }
        database.close();
        mongo.close();
    }

    @Test
    void invoke_functionSucceeds_runsOnceWithThePayloadAndIsForgotten() {
        LocalAsyncInvoker invoker = invoker(QUICK, recording());

        invoker.invoke("hop", payload().put("a.b", "$c"));

        await().untilAsserted(() -> assertThat(queue.waiting()).isEmpty());
        assertThat(events).containsExactly(payload().put("a.b", "$c"));
        assertThat(queue.dead()).isEmpty();
    }

    @Test
    void invoke_functionFailsTwice_isRetriedTwice() {
        LocalAsyncInvoker invoker = invoker(QUICK, new FakeFunctions().with("hop", event -> {
                    if (runs.incrementAndGet() < 3) {
                        throw new IllegalStateException("not yet");
                    }
                    return event;
                }));

        invoker.invoke("hop", payload());

        await().untilAsserted(() -> assertThat(queue.waiting()).isEmpty());
        assertThat(runs).hasValue(3);
        assertThat(queue.dead()).isEmpty();
    }

    @Test
    void invoke_functionFailsAlways_becomesADeadLetter() throws Exception {
        LocalAsyncInvoker invoker = invoker(QUICK, new FakeFunctions().with("hop", event -> {
                    runs.incrementAndGet();
                    throw new IllegalStateException("never");
                }));

        invoker.invoke("hop", payload().put("n", 1));

        await().untilAsserted(() -> assertThat(queue.dead()).hasSize(1));
        assertThat(runs).hasValue(3);
        JsonNode dead = new InvocationLists(queue, invoker, JSON).dead().get(0);
        assertThat(dead.path("state").asText()).isEqualTo("dead");
        assertThat(dead.path("failures").asInt()).isEqualTo(3);
        assertThat(dead.path("lastError").asText()).contains("never");
        assertThat(dead.path("payload")).isEqualTo(payload().put("n", 1));
    }

    @Test
    void invoke_functionTakesTooLong_isInterruptedAndRetried() {
        Settings impatient = new Settings(0, Duration.ofSeconds(1));
        LocalAsyncInvoker invoker = invoker(impatient, new FakeFunctions().with("hop", event -> {
                    if (runs.incrementAndGet() == 1) {
                        try {
                            never.await();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                    return event;
                }));

        invoker.invoke("hop", payload());

        await().untilAsserted(() -> assertThat(queue.waiting()).isEmpty());
        assertThat(runs).hasValue(2);
    }

    @Test
    void invoke_duplicatesAskedFor_deliversTwice() {
        LocalAsyncInvoker invoker = invoker(new Settings(100, Duration.ofSeconds(5)), recording());

        invoker.invoke("hop", payload());

        await().untilAsserted(() -> assertThat(events).hasSize(2));
        await().untilAsserted(() -> assertThat(queue.waiting()).isEmpty());
    }

    @Test
    void start_afterAProcessEndedBetweenAcceptanceAndSuccess_runsWhatWasLeft() {
        LocalAsyncInvoker ended = invoker(QUICK, new FakeFunctions().with("hop", event -> {
                    runs.incrementAndGet();
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return event;
                }));
        ended.invoke("hop", payload().put("n", 1));
        await().until(() -> runs.get() == 1);

        LocalAsyncInvoker next = invoker(QUICK, recording());
        next.start();

        await().untilAsserted(() -> assertThat(events).containsExactly(payload().put("n", 1)));
        await().untilAsserted(() -> assertThat(queue.waiting()).isEmpty());
    }

    @Test
    void stop_retryPending_leavesItForTheNextStart() throws Exception {
        LocalAsyncInvoker stopping = invoker(new Settings(0, Duration.ofSeconds(5), Duration.ofHours(1)), failing());
        stopping.invoke("hop", payload());
        await().untilAsserted(() ->
                assertThat(queue.unfinished()).extracting(Invocation::failures).containsExactly(1));

        stopping.stop(new ShutdownEvent());

        assertThat(queue.unfinished()).hasSize(1);
    }

    @Test
    void invoke_unknownMethod_isNotAccepted() {
        LocalAsyncInvoker invoker = invoker(QUICK, recording());

        assertThatThrownBy(() -> invoker.invoke("nope", payload())).isInstanceOf(IllegalArgumentException.class);
        assertThat(queue.waiting()).isEmpty();
    }

    private FakeFunctions recording() {
        return new FakeFunctions().with("hop", event -> {
            events.add(event);
            return event;
        });
    }

    private static FakeFunctions failing() {
        return new FakeFunctions().with("hop", event -> {
            throw new IllegalStateException("always");
        });
    }

    private LocalAsyncInvoker invoker(Settings settings, Functions functions) {
        LocalAsyncInvoker invoker = new LocalAsyncInvoker(functions, queue, settings, JSON, Clock.systemUTC());
        invokers.add(invoker);
        return invoker;
    }

    private static ObjectNode payload() {
        return JSON.createObjectNode().put("appId", "app");
    }

    private record Settings(int duplicatePercent, Duration functionTimeout, Duration pause) implements InvokerSettings {
        Settings(int duplicatePercent, Duration functionTimeout) {
            this(duplicatePercent, functionTimeout, Duration.ofMillis(20));
        }

        @Override
        public List<Duration> retryBackoff() {
            return List.of(pause);
        }

        @Override
        public Duration duplicateDelay() {
            return Duration.ofMillis(100);
        }

        @Override
        public int invocationsAtOnce() {
            return 4;
        }
    }
}
