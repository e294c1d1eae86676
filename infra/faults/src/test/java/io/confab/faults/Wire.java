package io.confab.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * A wire to a server of this machine, which can be cut: open connections end, and new ones are closed at once. Or only the
 * answer to one request is cut off.
 */
final class Wire implements AutoCloseable {
    private final ServerSocket entry;
    private final int port;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile boolean cut;
    private final AtomicReference<List<String>> unanswered = new AtomicReference<>();

    private Wire(ServerSocket entry, int port) {
        this.entry = entry;
        this.port = port;
    }

    /** A wire to this port. */
    static Wire to(int port) {
        try {
            Wire wire = new Wire(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()), port);
            daemon(wire::accept);
            return wire;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return entry.getLocalPort();
    }

    void cut() {
        cut = true;
        sockets.forEach(Wire::end);
        sockets.clear();
    }

    void mend() {
        cut = false;
    }

    /** The next request with all these words reaches the server, and its connection ends before the answer has passed. */
    void cutAnswerTo(String... words) {
        unanswered.set(List.of(words));
    }

    boolean awaitsRequest() {
        return unanswered.get() != null;
    }

    private void accept() {
        while (!entry.isClosed()) {
            try {
                Socket near = entry.accept();
                if (cut) {
                    end(near);
                    continue;
                }
                Socket far = new Socket(InetAddress.getLoopbackAddress(), port);
                sockets.addAll(List.of(near, far));
                AtomicBoolean doomed = new AtomicBoolean();
                daemon(() -> pass(near, far, part -> doom(part, doomed)));
                daemon(() -> pass(far, near, part -> !doomed.get()));
            } catch (IOException e) {
                // The test is over, or the server has gone.
            }
        }
    }

    private boolean doom(String part, AtomicBoolean doomed) {
        List<String> words = unanswered.get();
        if (words != null && words.stream().allMatch(part::contains) && unanswered.compareAndSet(words, null)) {
            doomed.set(true);
        }
        return true;
    }

    private static void pass(Socket from, Socket to, Predicate<String> mayPass) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            byte[] part = new byte[1 << 14];
            for (int length = in.read(part); length >= 0; length = in.read(part)) {
                if (!mayPass.test(new String(part, 0, length, StandardCharsets.ISO_8859_1))) {
                    return;
                }
                to.getOutputStream().write(part, 0, length);
            }
        } catch (IOException e) {
            // Cut.
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It has ended.
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "wire");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        end(entry);
        cut();
    }

    private static void end(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It has ended.
        }
    }
}
