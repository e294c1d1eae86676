package io.confab.local.socket;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;

/** An orderly stop: every client hears that the server goes away, and {@code wsDisconnect} has unbound its device. */
@Singleton
final class SocketStop {
    private static final short GOING_AWAY = 1001;
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Connections connections;

    SocketStop(Connections connections) {
        this.connections = connections;
    }

    void stop(@Observes @Priority(1) ShutdownEvent event) throws InterruptedException {
        connections.all().forEach(connection -> connection.end(GOING_AWAY, "the server stops"));
        Instant end = Instant.now().plus(PATIENCE);
        while (!connections.all().isEmpty() && Instant.now().isBefore(end)) {
            Thread.sleep(20);
        }
    }
}
