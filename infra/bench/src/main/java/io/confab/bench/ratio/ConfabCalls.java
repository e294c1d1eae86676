package io.confab.bench.ratio;

import io.confab.bench.client.BenchUser;
import io.confab.bench.client.ConfabClient;
import io.confab.bench.client.LongList;
import io.confab.bench.client.Population;
import io.confab.bench.client.Reply;
import io.confab.bench.client.Texts;
import io.confab.bench.measure.Latencies;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The same two things asked of a running Confab, over HTTP, with token and all. */
final class ConfabCalls {
    private final ConfabClient client;
    private final Population population;

    ConfabCalls(ConfabClient client) {
        this.client = client;
        this.population = new Population(client);
    }

    private interface Call {
        Reply run() throws IOException;
    }

    Latencies sendMsg(int warmUp, int times) throws IOException {
        BenchUser from = population.user();
        BenchUser to = population.user();
        return measure(warmUp, times, () -> client.callOrThrow("sendMsg", from, Texts.toUser(to.uid(), "message"))
                .orThrow("sendMsg"));
    }

    /** The same request with a damaged token: the same way in and out, and no database. */
    Latencies refusal(int warmUp, int times) throws IOException {
        BenchUser user = population.user();
        BenchUser impostor = new BenchUser(user.uid(), user.token() + "x", user.deviceId());
        return measure(warmUp, times, () -> client.call("sendMsg", impostor, Texts.toUser(user.uid(), "message")));
    }

    Latencies list(int conversations, int messagesEach, int warmUp, int times) throws IOException {
        BenchUser owner = population.user();
        List<BenchUser> peers = population.users(conversations);
        new LongList(client, population).fill(owner, peers, conversations, messagesEach);
        return measure(warmUp, times, () -> {
            Reply reply = client.callOrThrow("getConversationList", owner, Map.of("limit", conversations));
            if (reply.data().size() != conversations) {
                throw new IllegalStateException("a list of " + reply.data().size() + " conversations");
            }
            return reply;
        });
    }

    private static Latencies measure(int warmUp, int times, Call call) throws IOException {
        Latencies latencies = new Latencies();
        for (int i = -warmUp; i < times; i++) {
            long start = System.nanoTime();
            call.run();
            if (i >= 0) {
                latencies.record(System.nanoTime() - start);
            }
        }
        return latencies;
    }
}
