package io.confab.bench.laptop;

import io.confab.bench.client.Reply;
import io.confab.bench.measure.Bound;
import io.confab.bench.measure.Latencies;
import io.confab.bench.measure.Progress;
import io.confab.bench.measure.Table;
import java.io.IOException;
import java.util.Map;

/** The same calls in an empty and in a full database, by turns, so that both see the same machine. */
final class Comparison {
    private static final Bound RATIO = new Bound(2);
    private static final int WARM_UP = 60;

    private final Scene empty;
    private final Scene full;
    private final int times;
    private final Table table = new Table("call", "empty p50 ms", "full p50 ms", "ratio", "bound");
    private boolean kept = true;

    Comparison(Scene empty, Scene full, int times) {
        this.empty = empty;
        this.full = full;
        this.times = times;
    }

    void run() throws IOException {
        Map<String, Scene.Preparation> inEmpty = empty.calls();
        Map<String, Scene.Preparation> inFull = full.calls();
        for (String name : inEmpty.keySet()) {
            Progress.say(name);
            Latencies emptyMillis = new Latencies();
            Latencies fullMillis = new Latencies();
            for (int round = 0; round < WARM_UP + times; round++) {
                boolean counted = round >= WARM_UP;
                measure(name, empty, inEmpty.get(name), round, counted ? emptyMillis : new Latencies());
                measure(name, full, inFull.get(name), round, counted ? fullMillis : new Latencies());
            }
            double ratio = fullMillis.p50Millis() / emptyMillis.p50Millis();
            kept &= RATIO.isKeptBy(ratio);
            table.row(name, emptyMillis.p50Millis(), fullMillis.p50Millis(), ratio, RATIO.verdict(ratio));
        }
    }

    boolean isKept() {
        return kept;
    }

    @Override
    public String toString() {
        return table.toString();
    }

    /** A refusal for too many calls in a minute is no failure, and costs what it costs in both. */
    private static void measure(String name, Scene scene, Scene.Preparation preparation, int round, Latencies latencies)
            throws IOException {
        Call call = preparation.ready(round);
        long start = System.nanoTime();
        Reply reply = scene.client().call(call.method(), call.caller(), call.params());
        long nanos = System.nanoTime() - start;
        if (reply.status() == 429) {
            return;
        }
        reply.orThrow(name);
        latencies.record(nanos);
    }
}
