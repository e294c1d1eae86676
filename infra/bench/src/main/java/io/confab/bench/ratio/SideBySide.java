package io.confab.bench.ratio;

import io.confab.bench.measure.Latencies;
import java.io.IOException;
import java.util.List;

/** Times several things in turns, so that whatever else the machine does disturbs all of them alike. */
final class SideBySide {
    private static final int TURN = 20;

    private SideBySide() {}

    /** Something to be timed; returns the check of what came of it, which is not timed. */
    interface Act {
        Runnable run() throws IOException;
    }

    /** The latencies of each act, in their order, after a warm-up that is not counted. */
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
