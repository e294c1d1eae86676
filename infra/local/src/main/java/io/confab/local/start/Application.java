package io.confab.local.start;

import io.confab.local.http.OpenCalls;
import io.confab.local.socket.SocketStop;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Runs until it is told to stop; its arguments are lines to print when the server is ready. Quarkus stops as soon as a signal
 * comes, on the signal's thread, so work that needs the running server is done on the event before that.
 */
@Singleton
public final class Application implements QuarkusApplication {
    private final SocketStop sockets;
    private final OpenCalls calls;

    Application(SocketStop sockets, OpenCalls calls) {
        this.sockets = sockets;
        this.calls = calls;
    }

    @Override
    public int run(String... readyLines) {
        for (String line : readyLines) {
            System.out.println(line);
        }
        Quarkus.waitForExit();
        return 0;
    }

    void farewell(@Observes ShutdownDelayInitiatedEvent event) throws InterruptedException {
        sockets.stop();
        calls.stop();
    }
}
