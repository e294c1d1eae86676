package io.confab.local.socket;

import io.confab.push.channel.Outcome;
import io.vertx.core.Future;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * One connection, from the first byte of its handshake to its end. Frames go out in the order in which they were posted; those
 * posted before the socket is open wait for it. A client that has not received over 1 MB of frames is disconnected. Safe for
 * use by many threads.
 */
final class Connection {
    private static final int MAX_QUEUED_BYTES = 1 << 20;
    private static final int BEHIND_BYTES = 1 << 16;
    private static final short NORMAL = 1000;

    private final String id;
    private final Queue<String> early = new ArrayDeque<>();
    private ServerWebSocket socket;
    private Runnable cut;
    private boolean ended;
    private boolean reported;
    private long queuedBytes;

    Connection(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    /**
     * Whether this is the first report of the connection's end: the socket may report it twice, but it must be handled once.
     */
    synchronized boolean isFirstReport() {
        boolean first = !reported;
        reported = true;
        return first;
    }

    /** Whether the client does not take what is sent to it. */
    synchronized boolean isBehind() {
        return queuedBytes > BEHIND_BYTES;
    }

    /** Queues one frame; completes when it is sent, or when it is stored until the socket is open. */
    synchronized Future<Outcome> post(String frame) {
        if (ended) {
            return Future.succeededFuture(Outcome.GONE);
        }
        int bytes = frame.getBytes(StandardCharsets.UTF_8).length;
        if (queuedBytes + bytes > MAX_QUEUED_BYTES) {
            cutOff();
            return Future.succeededFuture(Outcome.GONE);
        }
        queuedBytes += bytes;
        if (socket == null) {
            early.add(frame);
            return Future.succeededFuture(Outcome.DELIVERED);
        }
        return write(frame, bytes);
    }

    /**
     * Called when the handshake is done: sends the stored frames, and closes at once if closing was requested meanwhile.
     *
     * @param cutOpened ends the TCP connection without waiting for unsent frames
     */
    synchronized void opened(ServerWebSocket opened, Runnable cutOpened) {
        socket = opened;
        cut = cutOpened;
        queuedBytes = 0;
        early.forEach(frame -> {
            int bytes = frame.getBytes(StandardCharsets.UTF_8).length;
            queuedBytes += bytes;
            write(frame, bytes);
        });
        early.clear();
        if (ended) {
            socket.close(NORMAL);
        }
    }

    /** Sends a last frame, then closes; later posts find the connection gone. */
    synchronized void close(String lastFrame) {
        if (ended) {
            return;
        }
        post(lastFrame);
        end(NORMAL, null);
    }

    /** Ends the connection without a frame, because the server stops or the client is gone. */
    synchronized void end(short status, String reason) {
        ended = true;
        if (socket != null) {
            socket.close(status, reason);
        }
    }

    /** Ends the TCP connection at once: a closing frame would wait behind all frames that the client does not receive. */
    synchronized void cutOff() {
        ended = true;
        if (cut != null) {
            cut.run();
        }
    }

    private Future<Outcome> write(String frame, int bytes) {
        return socket.writeTextMessage(frame)
                .onComplete(written -> sent(bytes))
                .map(Outcome.DELIVERED)
                .otherwise(Outcome.GONE);
    }

    private synchronized void sent(int bytes) {
        queuedBytes -= bytes;
    }
}
