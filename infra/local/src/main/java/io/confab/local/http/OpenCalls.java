package io.confab.local.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the calls that are being answered, so that an orderly stop answers them first. Quarkus's own graceful stop would wait
 * in vain for requests that have become WebSockets, whose response never ends. Safe for use by many threads.
 */
@Singleton
public class OpenCalls implements Handler<RoutingContext> {
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final AtomicInteger open = new AtomicInteger();
    private volatile boolean stopping;

    @Override
    public void handle(RoutingContext context) {
        if ("websocket".equalsIgnoreCase(context.request().getHeader("upgrade"))) {
            context.next();
            return;
        }
        open.incrementAndGet();
        context.addEndHandler(ended -> open.decrementAndGet());
        if (stopping) {
            context.response()
                    .setStatusCode(503)
                    .putHeader("connection", "close")
                    .end();
        } else {
            context.next();
        }
    }

    /** Refuses new calls with 503; returns when the others have been answered, or after a short time. */
    public void stop() throws InterruptedException {
        stopping = true;
        Instant end = Instant.now().plus(PATIENCE);
        while (open.get() > 0 && Instant.now().isBefore(end)) {
            Thread.sleep(20);
        }
    }
}
