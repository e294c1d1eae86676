package io.confab.local.start;

import io.confab.local.socket.SocketStop;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.inject.Singleton;

/** Runs until it is told to stop; its arguments are what to say once everything listens. */
@Singleton
public final class Application implements QuarkusApplication {
    private final SocketStop sockets;

    Application(SocketStop sockets) {
        this.sockets = sockets;
    }

    @Override
    public int run(String... readyLines) throws InterruptedException {
        for (String line : readyLines) {
            System.out.println(line);
        }
        Quarkus.waitForExit();
        sockets.stop();
        return 0;
    }
}
