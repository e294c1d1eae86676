package io.confab.bench.laptop;

import io.confab.bench.client.BenchUser;
import io.confab.bench.client.ConfabClient;
import io.confab.bench.client.Population;
import io.confab.bench.client.Texts;
import io.confab.bench.measure.InParallel;
import io.confab.bench.measure.Latencies;
import io.confab.bench.measure.Progress;
import io.confab.bench.measure.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Eight callers send and read between 200 users, a quarter of the messages after the other. */
final class Growth {
    private static final int USERS = 200;
    private static final int CALLERS = 8;
    private static final int PARTS = 4;
    private static final int READ_EVERY = 20;
    private static final int GROUP_EVERY = 200;

    private final ConfabClient client;
    private final Path folder;
    private final List<BenchUser> users;
    private final Table table = new Table(
            "messages so far",
            "messages/s",
            "sendMsg p50 ms",
            "p99",
            "getConversationList p50 ms",
            "new group p50 ms",
            "folder MB");

    Growth(ConfabClient client, Path folder) {
        this.client = client;
        this.folder = folder;
        this.users = new Population(client).users(USERS);
    }

    void run(int messages) {
        AtomicInteger sent = new AtomicInteger();
        try (Progress progress = Progress.every3Seconds(() -> "sent " + sent.get() + " of " + messages)) {
            for (int part = 1; part <= PARTS; part++) {
                part(messages / PARTS, part, sent);
            }
        }
    }

    private void part(int messages, int part, AtomicInteger sent) {
        Latencies send = new Latencies();
        Latencies list = new Latencies();
        Latencies group = new Latencies();
        AtomicInteger tickets = new AtomicInteger();
        long start = System.nanoTime();
        InParallel.map(CALLERS, CALLERS, caller -> {
            Random random = new Random(part * 100L + caller);
            for (int ticket = tickets.incrementAndGet(); ticket <= messages; ticket = tickets.incrementAndGet()) {
                BenchUser sender = users.get(random.nextInt(USERS));
                BenchUser receiver = users.get(random.nextInt(USERS - 1));
                receiver = receiver == sender ? users.get(USERS - 1) : receiver;
                timed(send, "sendMsg", sender, Texts.toUser(receiver.uid(), "message " + random.nextLong()));
                sent.incrementAndGet();
                if (ticket % READ_EVERY == 0) {
                    timed(list, "getConversationList", receiver, Map.of("limit", 20));
                }
                if (ticket % GROUP_EVERY == 0) {
                    timed(group, "chooseUserIntoGroup", sender, Map.of("user_ids", List.of(receiver.uid())));
                }
            }
            return caller;
        });
        double seconds = (System.nanoTime() - start) / 1e9;
        table.row(
                sent.get(),
                messages / seconds,
                send.millis(50),
                send.millis(99),
                list.millis(50),
                group.millis(50),
                FolderSize.megabytes(folder));
    }

    private void timed(Latencies latencies, String method, BenchUser caller, Map<String, ?> params) throws Exception {
        long start = System.nanoTime();
        client.callOrThrow(method, caller, params);
        latencies.record(System.nanoTime() - start);
    }

    @Override
    public String toString() {
        return table.toString();
    }
}
