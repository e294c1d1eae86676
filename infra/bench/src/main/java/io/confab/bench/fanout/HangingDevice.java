package io.confab.bench.fanout;

import io.confab.bench.client.BenchUser;
import io.confab.bench.client.ConfabClient;
import io.confab.bench.client.Texts;
import io.confab.bench.measure.Latencies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What sendMsg costs its caller while the receiver's device takes nothing any more, although its connection is open. */
final class HangingDevice {
    private static final String FILLER = "x".repeat(20_000);
    private static final int MOST_FILLERS = 2_000;
    private static final int MOST_UNTIL_BUSY = 400;

    /** By then the server has queued more for the device than it queues for one that is merely slow. */
    private static final double BUSY_MILLIS = 200;

    private static final double FULL_MILLIS = 90;
    private static final int SLOW_IN_A_ROW = 3;

    private final ConfabClient client;
    private final BenchUser sender;
    private final BenchUser receiver;

    HangingDevice(ConfabClient client, BenchUser sender, BenchUser receiver) {
        this.client = client;
        this.sender = sender;
        this.receiver = receiver;
    }

    /** Fills every buffer between the server and the device, which does not read; false if that does not happen. */
    boolean fill() {
        Map<String, Object> push = Map.of(
                "user_id",
                receiver.uid(),
                "title",
                "t",
                "content",
                "c",
                "payload",
                Map.of("type", "filler", "x", FILLER));
        return slowInARow(MOST_FILLERS, FULL_MILLIS, number -> client.callInternal(
                                "sendPushMsg", Map.of("pushParam", push))
                        .orThrow("sendPushMsg"))
                && slowInARow(MOST_UNTIL_BUSY, BUSY_MILLIS, this::send);
    }

    /** A call. */
    private interface Step {
        void run(int number) throws IOException;
    }

    /** Makes calls until several in a row have taken so long: a busy machine makes single ones slow, too. */
    private static boolean slowInARow(int most, double millis, Step step) {
        int slow = 0;
        for (int i = 0; i < most && slow < SLOW_IN_A_ROW; i++) {
            long start = System.nanoTime();
            try {
                step.run(i);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            slow = millisSince(start) >= millis ? slow + 1 : 0;
        }
        return slow == SLOW_IN_A_ROW;
    }

    /** The latencies of so many messages; empty if the server has given the device up meanwhile. */
    Optional<Latencies> measure(int messages) throws IOException {
        Latencies latencies = new Latencies();
        for (int i = 0; i < messages; i++) {
            long start = System.nanoTime();
            send(i);
            latencies.record(System.nanoTime() - start);
        }
        return Optional.of(latencies).filter(measured -> measured.p50Millis() >= BUSY_MILLIS);
    }

    private void send(int number) throws IOException {
        client.callOrThrow("sendMsg", sender, Texts.toUser(receiver.uid(), "hanging " + number));
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }
}
