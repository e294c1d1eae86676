package io.confab.local.start;

import io.confab.local.http.OpenCalls;
import io.confab.local.socket.SocketStop;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.inject.Singleton;

/** Runs until it is told to stop; its arguments are what to say once everything listens. */
@Singleton
public final class Application implements QuarkusApplication {
    private final SocketStop sockets;
    private final OpenCalls calls;

    Application(SocketStop sockets, OpenCalls calls) {
        this.sockets = sockets;
        this.calls = calls;
    }

    @Override
    public int run(String... readyLines) throws InterruptedException {
        for (String line : readyLines) {
            System.out.println(line);
        }
        Quarkus.waitForExit();
        sockets.stop();
        calls.stop();
        return 0;
    }
}
