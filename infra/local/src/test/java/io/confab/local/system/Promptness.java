package io.confab.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/** How soon something happens. It must happen each time; how fast it is, the fastest of some times says. */
final class Promptness {
    /** How often a busy machine may be slow. */
    private static final int TRIES = 4;

    private Promptness() {}

    /** @param each does something, with users of its own, and returns how long its effect took */
    static void assertWithin(Duration limit, Supplier<Duration> each) {
        List<Duration> took = new ArrayList<>();
        do {
            took.add(each.get());
        } while (took.size() < TRIES && took.get(took.size() - 1).compareTo(limit) > 0);
        assertThat(Collections.min(took)).as("the fastest of %s", took).isLessThanOrEqualTo(limit);
    }

    /** How long something takes. */
    static Duration of(Runnable something) {
        long start = System.nanoTime();
        something.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
