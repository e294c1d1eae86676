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
        // All of it before the first is measured: compiling, and what is left to do after an import, belongs to no
        // call.
        Progress.say("warming up");
        for (String name : inEmpty.keySet()) {
            for (int round = 0; round < WARM_UP; round++) {
                measure(name, empty, inEmpty.get(name), round, new Latencies());
                measure(name, full, inFull.get(name), round, new Latencies());
            }
        }
        for (String name : inEmpty.keySet()) {
            Progress.say(name);
            compare(name, inEmpty.get(name), inFull.get(name));
        }
    }

    private void compare(String name, Scene.Preparation inEmpty, Scene.Preparation inFull) throws IOException {
        Latencies emptyMillis = new Latencies();
        Latencies fullMillis = new Latencies();
        for (int round = WARM_UP; round < WARM_UP + times; round++) {
            measure(name, empty, inEmpty, round, emptyMillis);
            measure(name, full, inFull, round, fullMillis);
        }
        double ratio = fullMillis.p50Millis() / emptyMillis.p50Millis();
        kept &= RATIO.isKeptBy(ratio);
        table.row(name, emptyMillis.p50Millis(), fullMillis.p50Millis(), ratio, RATIO.verdict(ratio));
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
