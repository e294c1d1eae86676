package io.confab.testing;

import io.confab.domain.device.Device;
import io.confab.push.channel.OnlineChannel;
import io.confab.push.channel.Outcome;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Keeps the frames of each connection; outcome and delay are a test's to choose. In a {@code @QuarkusTest} it takes the
 * place of the product's channel. Thread-safe.
 */
@Alternative
@Priority(1)
@Singleton
public class RecordingOnlineChannel implements OnlineChannel {
    private final Map<String, List<String>> frames = new ConcurrentHashMap<>();
    private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();
    private final Map<String, Outcome> outcomesOnce = new ConcurrentHashMap<>();
    private final Map<String, Duration> delays = new ConcurrentHashMap<>();
    private final Set<String> closed = ConcurrentHashMap.newKeySet();
    private final List<String> tries = new CopyOnWriteArrayList<>();
    private volatile Duration delay = Duration.ZERO;

    @Override
    public int maxBatch() {
        return 1;
    }

    @Override
    public List<Outcome> push(List<Device> devices, String frame, Duration within) {
        return devices.stream()
                .map(device -> post(device.connectionId, frame, within))
                .toList();
    }

    private Outcome post(String connectionId, String frame, Duration within) {
        tries.add(connectionId);
        Duration takes = delays.getOrDefault(connectionId, delay);
        boolean inTime = takes.compareTo(within) <= 0;
        if (!pause(inTime ? takes : within) || !inTime) {
            return Outcome.BUSY;
        }
        Outcome once = outcomesOnce.remove(connectionId);
        if (once != null) {
            return once;
        }
        Outcome outcome =
                closed.contains(connectionId) ? Outcome.GONE : outcomes.getOrDefault(connectionId, Outcome.DELIVERED);
        if (outcome == Outcome.DELIVERED) {
            keep(connectionId, frame);
        }
        return outcome;
    }

    @Override
    public void close(String connectionId, String lastFrame) {
        if (closed.add(connectionId)) {
            keep(connectionId, lastFrame);
        }
    }

    /** What a connection was sent, in order, closing words included. */
    public List<String> frames(String connectionId) {
        return List.copyOf(frames.getOrDefault(connectionId, List.of()));
    }

    /** How many frames were sent to all connections. */
    public int count() {
        return frames.values().stream().mapToInt(List::size).sum();
    }

    public boolean isClosed(String connectionId) {
        return closed.contains(connectionId);
    }

    /** How posts to a connection end from now on; a frame is kept only when it is delivered. */
    public void outcome(String connectionId, Outcome outcome) {
        outcomes.put(connectionId, outcome);
    }

    /** How the next post to a connection ends, undelivered; those after it end as before. */
    public void outcomeOnce(String connectionId, Outcome outcome) {
        outcomesOnce.put(connectionId, outcome);
    }

    /** How often it was tried to post to a connection. */
    public long tries(String connectionId) {
        return tries.stream().filter(connectionId::equals).count();
    }

    /** How long every post takes from now on; one that is cut off before that is busy. */
    public void delay(Duration each) {
        delay = each;
    }

    /** How long posts to one connection take from now on. */
    public void delay(String connectionId, Duration each) {
        delays.put(connectionId, each);
    }

    /** Forgets all; every post is delivered at once again. */
    public void reset() {
        frames.clear();
        outcomes.clear();
        outcomesOnce.clear();
        delays.clear();
        tries.clear();
        closed.clear();
        delay = Duration.ZERO;
    }

    private void keep(String connectionId, String frame) {
        frames.computeIfAbsent(connectionId, id -> new CopyOnWriteArrayList<>()).add(frame);
    }

    private static boolean pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
