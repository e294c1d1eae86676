package io.confab.local.start;

import io.confab.local.http.OpenCalls;
import io.confab.local.socket.SocketStop;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Runs until it is told to stop; its arguments are what to say once everything listens. Quarkus stops on the thread of a
 * signal as soon as that comes, so what has to be done while everything still works hangs on the event before its stop.
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
