package io.confab.bench.load;

import com.fasterxml.jackson.databind.JsonNode;
import io.confab.bench.client.BenchUser;
import io.confab.bench.client.OnlineDevice;
import io.confab.bench.client.Texts;
import io.confab.bench.database.Counters;
import io.confab.bench.measure.InParallel;
import io.confab.bench.measure.Latencies;
import io.confab.bench.measure.Progress;
import io.confab.bench.system.Await;
import io.confab.bench.system.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Runs one scenario against a system. */
public final class LoadRun {
    public static final int WARM_UP_PER_LANE = 20;
    private static final long ARRIVAL_SECONDS = 15;

    private final Target target;
    private final Scenario scenario;
    private final Latencies send = new Latencies();
    private final Latencies arrival = new Latencies();
    private final LongAdder arrived = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final AtomicLong started = new AtomicLong();
    private volatile long countsSince = Long.MAX_VALUE;

    public LoadRun(Target target, Scenario scenario) {
        this.target = target;
        this.scenario = scenario;
    }

    /** Warms up, then sends all messages and waits until they have arrived. */
    public LoadResult run(Amount amount) {
        List<OnlineDevice> devices = connect();
        try {
            lanes(lane -> {
                for (int i = 0; i < WARM_UP_PER_LANE; i++) {
                    target.client().call("sendMsg", lane.sender(), lane.message());
                }
            });
            Await.happens(2, () -> false);
            return measured(amount);
        } finally {
            devices.forEach(OnlineDevice::close);
        }
    }

    private LoadResult measured(Amount amount) {
        Counters before = target.database().counters();
        long serverBefore = target.serverMillis();
        long mongodBefore = target.mongodMillis();
        countsSince = System.nanoTime();
        long deadline = countsSince + amount.time().toNanos();
        long ended;
        try (Progress progress = Progress.every3Seconds(this::progress)) {
            lanes(lane -> {
                while (System.nanoTime() < deadline && started.incrementAndGet() <= amount.messages()) {
                    send(lane);
                }
            });
            ended = System.nanoTime();
            long expected = expected();
            Await.happens(ARRIVAL_SECONDS, () -> arrived.sum() >= expected);
        }
        // The invocations in the wake of the last messages belong to the load.
        Await.happens(1, () -> false);
        return new LoadResult(
                send.count(),
                failures.sum(),
                (ended - countsSince) / 1e9,
                send,
                arrival,
                arrived.sum(),
                expected(),
                target.serverMillis() - serverBefore,
                target.mongodMillis() - mongodBefore,
                target.database().counters().since(before));
    }

    private void send(Lane lane) throws IOException {
        long start = System.nanoTime();
        if (target.client().call("sendMsg", lane.sender(), lane.message()).isSuccess()) {
            send.record(System.nanoTime() - start);
        } else {
            failures.increment();
        }
    }

    private long expected() {
        return send.count() * scenario.receiversPerMessage();
    }

    private void onMessage(JsonNode message) {
        Texts.stamp(message).ifPresent(sent -> {
            if (sent >= countsSince) {
                arrival.record(System.nanoTime() - sent);
                arrived.increment();
            }
        });
    }

    private List<OnlineDevice> connect() {
        List<OnlineDevice> devices = new ArrayList<>();
        for (BenchUser receiver : scenario.receivers()) {
            devices.add(OnlineDevice.connect(target.client(), receiver, this::onMessage));
        }
        return devices;
    }

    private interface LaneWork {
        void on(Lane lane) throws IOException;
    }

    private void lanes(LaneWork work) {
        InParallel.map(scenario.lanes().size(), scenario.lanes().size(), i -> {
            work.on(scenario.lanes().get(i));
            return i;
        });
    }

    private String progress() {
        return "%s: sent %d, p50 %s ms, arrived %d"
                .formatted(scenario.name(), send.count(), send.millis(50), arrived.sum());
    }
}
