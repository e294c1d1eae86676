package io.confab.bench.ratio;

import io.confab.bench.measure.Latencies;
import java.io.IOException;
import java.util.List;

/** Measures several actions in turn, so that other work on the machine affects all of them equally. */
final class SideBySide {
    private static final int TURN = 20;

    private SideBySide() {}

    /** An action to measure; returns the check of its result, which is not measured. */
    interface Act {
        Runnable run() throws IOException;
    }

    /** The latencies of each action, in their order, after a warm-up that is not counted. */
    static List<Latencies> measure(int warmUp, int times, List<Act> acts) throws IOException {
        List<Latencies> latencies = acts.stream().map(act -> new Latencies()).toList();
        for (Act act : acts) {
            for (int i = 0; i < warmUp; i++) {
                act.run().run();
            }
        }
        for (int done = 0; done < times; done += TURN) {
            for (int a = 0; a < acts.size(); a++) {
                for (int i = done; i < Math.min(times, done + TURN); i++) {
                    long start = System.nanoTime();
                    Runnable check = acts.get(a).run();
                    latencies.get(a).record(System.nanoTime() - start);
                    check.run();
                }
            }
        }
        return latencies;
    }
}
