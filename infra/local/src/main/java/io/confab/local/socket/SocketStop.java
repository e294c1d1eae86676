package io.confab.local.socket;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;

/**
 * An orderly stop: every client hears that the server goes away, and {@code wsDisconnect} has unbound its device. The farewell
 * waits behind all that a client does not take; who has not taken it in time is cut off.
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

    /** Returns when all have ended, or after a moment's patience. Comes before the HTTP server's own stop. */
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
