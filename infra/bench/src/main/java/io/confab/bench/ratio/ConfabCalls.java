package io.confab.bench.ratio;

import io.confab.bench.client.BenchUser;
import io.confab.bench.client.ConfabClient;
import io.confab.bench.client.LongList;
import io.confab.bench.client.Population;
import io.confab.bench.client.Reply;
import io.confab.bench.client.Texts;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The same send and list as calls of a running Confab, over HTTP, with a token. */
final class ConfabCalls {
    private static final int UNAUTHORIZED = 401;

    private final ConfabClient client;
    private final Population population;

    ConfabCalls(ConfabClient client) {
        this.client = client;
        this.population = new Population(client);
    }

    SideBySide.Act sendMsg() throws IOException {
        BenchUser from = population.user();
        BenchUser to = population.user();
        return () -> {
            Reply reply = client.call("sendMsg", from, Texts.toUser(to.uid(), "message"));
            return () -> reply.orThrow("sendMsg");
        };
    }

    /** The same request with a damaged token: the same path through HTTP, but without the database. */
    SideBySide.Act refusal() throws IOException {
        BenchUser user = population.user();
        BenchUser impostor = new BenchUser(user.uid(), user.token() + "x", user.deviceId());
        return () -> {
            Reply reply = client.call("sendMsg", impostor, Texts.toUser(user.uid(), "message"));
            return () -> {
                if (reply.status() != UNAUTHORIZED) {
                    throw new IllegalStateException("a damaged token was answered with " + reply.status());
                }
            };
        };
    }

    SideBySide.Act list(int conversations, int messagesEach) throws IOException {
        BenchUser owner = population.user();
        List<BenchUser> peers = population.users(conversations);
        new LongList(client, population).fill(owner, peers, conversations, messagesEach);
        return () -> {
            Reply reply = client.call("getConversationList", owner, Map.of("limit", conversations));
            return () -> {
                int length = reply.orThrow("getConversationList").data().size();
                if (length != conversations) {
                    throw new IllegalStateException("a list of " + length + " conversations");
                }
            };
        };
    }
}
