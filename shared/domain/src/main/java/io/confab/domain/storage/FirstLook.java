package io.confab.domain.storage;

import com.mongodb.client.MongoClient;
import com.mongodb.connection.ServerConnectionState;
import com.mongodb.connection.ServerDescription;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The driver's first look at each server, which begins when a client is made. A client that is closed during that look leaves a
 * connection open for as long as the process lives: the driver closes a connection that it has not opened yet, then opens it and
 * forgets it (docs/decisions/0070).
 */
final class FirstLook {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long PAUSE_MILLIS = 10;

    private FirstLook() {}

    /** Waits until each server was seen, or could not be; for five seconds at most, and not at all in an interrupted thread. */
    static void await(MongoClient client) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        try {
            while (!isOver(client) && System.nanoTime() - end < 0) {
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isOver(MongoClient client) {
        List<ServerDescription> servers = client.getClusterDescription().getServerDescriptions();
        return !servers.isEmpty() && servers.stream().allMatch(FirstLook::isOver);
    }

    private static boolean isOver(ServerDescription server) {
        return server.getState() == ServerConnectionState.CONNECTED || server.getException() != null;
    }
}
