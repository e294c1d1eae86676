package io.confab.bench.load;

import io.confab.bench.client.OnlineDevice;
import io.confab.bench.measure.InParallel;
import io.confab.bench.measure.Progress;
import io.confab.bench.system.Await;
import io.confab.bench.system.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;

/**
 * Measures the processor time of a message beside the fixed unit: first as many messages for warming up, then both in turns, so
 * that what else the machine does concerns both.
 */
final class ProcessorRun {
    private static final int TURNS = 8;
    private static final long ARRIVAL_SECONDS = 15;

    private final Target target;
    private final Scenario scenario;
    private final FixedUnit unit;
    private long server;
    private long mongod;
    private long nanos;
    private final LongAdder arrived = new LongAdder();
    private long expected;

    ProcessorRun(Target target, Scenario scenario) {
        this.target = target;
        this.scenario = scenario;
        this.unit = new FixedUnit(target);
    }

    /** Sends this number of messages twice, and measures the second time. */
    ProcessorResult run(int messages) {
        int callers = scenario.lanes().size();
        int each = Math.max(1, messages / callers / TURNS);
        List<OnlineDevice> devices = new ArrayList<>();
        try {
            scenario.receivers()
                    .forEach(receiver -> devices.add(
                            OnlineDevice.connect(target.client(), receiver, message -> arrived.increment())));
            for (int turn = 0; turn < TURNS; turn++) {
                turn(callers, each);
            }
            server = 0;
            mongod = 0;
            nanos = 0;
            unit.reset();
            for (int turn = 0; turn < TURNS; turn++) {
                Progress.say(scenario.name() + ", part " + (turn + 1) + " of " + TURNS);
                turn(callers, each);
            }
        } finally {
            devices.forEach(OnlineDevice::close);
            unit.drop();
        }
        double sent = (double) TURNS * callers * each;
        return new ProcessorResult((long) sent, sent / nanos * 1e9, server / sent, mongod / sent, unit.millis());
    }

    private void turn(int callers, int each) {
        unit.run();
        long serverBefore = target.serverMillis();
        long mongodBefore = target.mongodMillis();
        long start = System.nanoTime();
        InParallel.map(callers, callers, i -> {
            for (int n = 0; n < each; n++) {
                send(scenario.lanes().get(i));
            }
            return i;
        });
        nanos += System.nanoTime() - start;
        // The pushes of the last messages belong to them.
        expected += (long) callers * each * scenario.receiversPerMessage();
        Await.happens(ARRIVAL_SECONDS, () -> arrived.sum() >= expected);
        server += target.serverMillis() - serverBefore;
        mongod += target.mongodMillis() - mongodBefore;
    }

    private void send(Lane lane) throws IOException {
        Map<String, Object> message = lane.message();
        message.put("unique_id", UUID.randomUUID().toString());
        target.client().callOrThrow("sendMsg", lane.sender(), message);
    }
}
