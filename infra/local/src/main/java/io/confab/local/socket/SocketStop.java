package io.confab.local.socket;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;

/**
 * An orderly stop: every client is told that the server stops, and {@code wsDisconnect} removes its connection from the device.
 * The last frame waits behind all frames that a client has not received; a client that does not receive it in time is
 * disconnected.
 */
@Singleton
public final class SocketStop {
    private static final short GOING_AWAY = 1001;
    private static final Duration FOR_THE_FAREWELL = Duration.ofSeconds(4);
    private static final Duration FOR_THE_CUT = Duration.ofSeconds(4);

    private final Connections connections;

    SocketStop(Connections connections) {
        this.connections = connections;
    }

    /** Returns when all connections have ended, or after a short time. Called before the HTTP server stops. */
    public void stop() throws InterruptedException {
        connections.all().forEach(connection -> connection.end(GOING_AWAY, "the server stops"));
        awaitTheirEnd(FOR_THE_FAREWELL);
        connections.all().forEach(Connection::cutOff);
        awaitTheirEnd(FOR_THE_CUT);
    }

    private void awaitTheirEnd(Duration patience) throws InterruptedException {
        Instant end = Instant.now().plus(patience);
        while (!connections.all().isEmpty() && Instant.now().isBefore(end)) {
            Thread.sleep(20);
        }
    }
}
