package io.confab.domain.trigger;

import io.confab.domain.once.UnderWay;
import io.confab.domain.push.PushReport;
import io.confab.domain.push.Pushes;
import io.confab.domain.storage.BrokenDatabase;
import io.confab.domain.tally.Metric;
import io.confab.domain.tally.Tally;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Processes change events one after the other, in their order (docs/triggers.md).
 *
 * <p>An event that fails although the database answers is tried again twice, then parked: a dead letter names it, and the rest
 * goes on. Only a database that does not answer, a dead letter that is not accepted, or an event that another process has under
 * way makes a batch fail; so does the end of its time. Its source then sends the same batch again: it goes on behind the last event that was processed. If the process dies
 * instead, the events before are processed again, which does nothing twice.
 */
@Singleton
public class ChangeBatch {
    /** How long a batch may take: well below a function's time-out. */
    static final Duration BUDGET = Duration.ofSeconds(10);

    private static final Logger LOG = Logger.getLogger(ChangeBatch.class);
    private static final int TRIES = 3;
    private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();

    private final ChangeRules rules;
    private final BatchProgress progress;
    private final Pushes pushes;
    private final Tally tally;
    private final Clock clock;

    ChangeBatch(ChangeRules rules, BatchProgress progress, Pushes pushes, Tally tally, Clock clock) {
        this.rules = rules;
        this.progress = progress;
        this.pushes = pushes;
        this.tally = tally;
        this.clock = clock;
    }

    /**
     * An event as it came.
     *
     * @param id names it among all events
     * @param change decodes it; empty for a collection, an operation or a form that nothing follows from
     */
    public record Event(String id, Supplier<Optional<Change>> change) {}

    /**
     * Processes the events; returns what each of them came to.
     *
     * @throws RuntimeException if the batch must be sent again
     */
    public List<PushReport> process(List<Event> events) {
        Counts counts = new Counts();
        int first = events.size() < 2 ? 0 : afterLast(events);
        long end = clock.millis() + BUDGET.toMillis();
        try {
            for (int i = first; i < events.size(); i++) {
                if (clock.millis() >= end) {
                    throw new IllegalStateException("the time is over after " + i + " of " + events.size()
                            + " change events; the same batch goes on from there");
                }
                counts.reports.add(process(events.get(i), counts));
                counts.done = i + 1;
            }
            return counts.reports;
        } catch (RuntimeException e) {
            if (counts.done > first) {
                remember(events, counts.done - 1, e);
            }
            throw e;
        } finally {
            LOG.infof(
                    "change events: received=%d skipped=%d processed=%d ignored=%d parked=%d",
                    events.size(), first, Math.max(0, counts.done - first), counts.ignored, counts.parked);
        }
    }

    private static final class Counts {
        private final List<PushReport> reports = new ArrayList<>();
        private int done;
        private int ignored;
        private int parked;
    }

    private PushReport process(Event event, Counts counts) {
        for (int attempt = 1; ; attempt++) {
            try {
                Optional<Change> change = event.change().get();
                if (change.isEmpty()) {
                    counts.ignored++;
                    return new PushReport.Nothing();
                }
                if (attempt == 1) {
                    countLag(change.get());
                }
                return rules.apply(change.get());
            } catch (RuntimeException e) {
                if (BrokenDatabase.isCauseOf(e) || e instanceof UnderWay) {
                    throw e;
                }
                if (attempt == TRIES) {
                    LOG.errorf(e, "change event parked: event=%s", event.id());
                    pushes.park(event.id(), e.getClass().getName());
                    counts.parked++;
                    return new PushReport.Nothing();
                }
                LockSupport.parkNanos(PAUSE_NANOS * attempt);
            }
        }
    }

    private void countLag(Change change) {
        tally.add(Metric.TRIGGER_EVENTS);
        change.second(clock).ifPresent(second -> tally.longest(Metric.TRIGGER_LAG, clock.millis() - second * 1_000));
    }

    private int afterLast(List<Event> events) {
        Optional<String> last = progress.find(events.get(0).id());
        for (int i = 0; last.isPresent() && i < events.size(); i++) {
            if (events.get(i).id().equals(last.get())) {
                return i + 1;
            }
        }
        return 0;
    }

    private void remember(List<Event> events, int last, RuntimeException cause) {
        try {
            progress.keep(events.get(0).id(), events.get(last).id());
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }
}
