package io.confab.bench.count;

import io.confab.bench.database.Profiler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Runs a call several times and measures what each costs the database. */
final class CostMeter {
    private final Profiler profiler;
    private final int times;

    CostMeter(Profiler profiler, int times) {
        this.profiler = profiler;
        this.times = times;
    }

    /** The measured call, and what must be done before each time. */
    interface Measured {
        /** Prepares the call without counting, and returns it. */
        Call prepare(int number) throws IOException;
    }

    /** The counted part. */
    interface Call {
        void run() throws IOException;
    }

    /** The costs, after one call that is not counted and fills the caches. */
    List<Cost> measure(Measured measured, Cost inItsWake) throws IOException {
        measured.prepare(0).run();
        List<Cost> costs = new ArrayList<>();
        for (int i = 1; i <= times; i++) {
            Call call = measured.prepare(i);
            Profiler.Mark mark = profiler.mark();
            call.run();
            long replied = System.currentTimeMillis();
            costs.add(Cost.of(profiler.since(mark), replied, inItsWake));
        }
        return costs;
    }

    int times() {
        return times;
    }
}
