package io.confab.bench.kill;

import io.confab.bench.client.BenchUser;
import io.confab.bench.client.ConfabClient;
import io.confab.bench.client.Reply;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Repeats a call until it is answered, as a client with a bad connection does. */
final class PersistentCaller {
    private static final long PATIENCE_SECONDS = 300;
    private static final long PAUSE_MILLIS = 150;

    private final ConfabClient client;
    private final Journal journal;

    PersistentCaller(ConfabClient client, Journal journal) {
        this.client = client;
        this.journal = journal;
    }

    /** The first answer that is not a failure of the server; repeats of sendMsg are marked as repeats. */
    Reply call(String method, BenchUser caller, Map<String, Object> params) throws IOException {
        Map<String, Object> sent = new HashMap<>(params);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            try {
                Reply reply = client.call(method, caller, sent);
                if (!reply.isOurs() || System.nanoTime() > deadline) {
                    return reply;
                }
            } catch (IOException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
            }
            journal.retried();
            if (method.equals("sendMsg")) {
                sent.put("isRetries", true);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
        }
    }
}
