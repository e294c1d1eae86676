package io.confab.bench.client;

import io.confab.bench.measure.InParallel;
import io.confab.bench.measure.Progress;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Creates many conversations for a user through calls of the methods: four single chats for each group. */
public final class LongList {
    private static final int THREADS = 8;

    private final ConfabClient client;
    private final Population population;

    public LongList(ConfabClient client, Population population) {
        this.client = client;
        this.population = population;
    }

    /**
     * Creates this number of conversations with the owner, each with a number of messages to them.
     *
     * @param peers at least as many as conversations; the n-th peer is the other user of the n-th conversation
     */
    public void fill(BenchUser owner, List<BenchUser> peers, int conversations, int messagesEach) {
        AtomicInteger done = new AtomicInteger();
        try (Progress progress =
                Progress.every3Seconds(() -> "made " + done.get() + " of " + conversations + " conversations")) {
            InParallel.map(THREADS, conversations, i -> {
                BenchUser peer = peers.get(i);
                String groupId = i % 5 == 4 ? population.group(List.of(peer, owner)) : null;
                for (int n = 1; n <= messagesEach; n++) {
                    String body = "message " + n;
                    client.callOrThrow(
                            "sendMsg",
                            peer,
                            groupId == null ? Texts.toUser(owner.uid(), body) : Texts.toGroup(groupId, body));
                }
                return done.incrementAndGet();
            });
        }
    }

    /** Sends many messages from one user to another, one after the other. */
    public void pile(BenchUser from, BenchUser to, int messages) throws IOException {
        AtomicInteger done = new AtomicInteger();
        try (Progress progress =
                Progress.every3Seconds(() -> "sent " + done.get() + " of " + messages + " unread messages")) {
            for (int i = 1; i <= messages; i++) {
                client.callOrThrow("sendMsg", from, Texts.toUser(to.uid(), "unread " + i));
                done.incrementAndGet();
            }
        }
    }
}
