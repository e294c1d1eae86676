package io.confab.local.socket;

import io.confab.domain.device.Device;
import io.confab.push.channel.OnlineChannel;
import io.confab.push.channel.Outcome;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The open connections of this process, and the channel that posts to them. Ids are random, so that an id that an earlier
 * process left in the database belongs to no connection of this process. Safe for use by many threads, but not by the event
 * loop.
 */
@Singleton
@Alternative
@Priority(1)
public class Connections implements OnlineChannel {
    /**
     * A healthy client receives a frame at once. Nothing waits for a slow client; the connection ends when it exceeds its
     * limit.
     */
    private static final long POST_PATIENCE_MILLIS = 100;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Connection> open = new ConcurrentHashMap<>();

    /** A connection whose handshake has begun: frames posted to it are stored until the socket is open. */
    Connection begin() {
        byte[] id = new byte[12];
        random.nextBytes(id);
        Connection connection =
                new Connection(Base64.getUrlEncoder().withoutPadding().encodeToString(id));
        open.put(connection.id(), connection);
        return connection;
    }

    /** Forgets a connection that ended, or whose handshake was refused. */
    void forget(Connection connection) {
        open.remove(connection.id());
    }

    Collection<Connection> all() {
        return List.copyOf(open.values());
    }

    @Override
    public int maxBatch() {
        return 1;
    }

    @Override
    public List<Outcome> push(List<Device> devices, String frame, Duration within) {
        return devices.stream().map(device -> post(device.connectionId, frame)).toList();
    }

    /**
     * Sends one frame. What is queued goes out in order, so a frame that a slow machine has not written yet is delivered, and not
     * sent again; only a client that lets frames pile up is busy.
     */
    Outcome post(String connectionId, String frame) {
        Connection connection = open.get(connectionId);
        if (connection == null) {
            return Outcome.GONE;
        }
        try {
            return connection
                    .post(frame)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(POST_PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.BUSY;
        } catch (TimeoutException e) {
            return connection.isBehind() ? Outcome.BUSY : Outcome.DELIVERED;
        } catch (ExecutionException e) {
            return Outcome.BUSY;
        }
    }

    @Override
    public void close(String connectionId, String lastFrame) {
        Connection connection = open.get(connectionId);
        if (connection != null) {
            connection.close(lastFrame);
        }
    }
}
