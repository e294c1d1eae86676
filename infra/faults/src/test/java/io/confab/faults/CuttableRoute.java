package io.confab.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A port that leads to another one, and whose connections can be ended at once. */
final class CuttableRoute implements AutoCloseable {
    private final ServerSocket entrance;
    private final int exit;
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    private volatile boolean whole = true;

    CuttableRoute(int exit) throws IOException {
        this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.exit = exit;
        start(this::accept);
    }

    int port() {
        return entrance.getLocalPort();
    }

    /** Ends all connections; new ones are ended at once, until {@link #mend}. */
    void cut() {
        whole = false;
        for (Socket socket = open.poll(); socket != null; socket = open.poll()) {
            end(socket);
        }
    }

    void mend() {
        whole = true;
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        cut();
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket here = entrance.accept();
                if (!whole) {
                    here.close();
                    continue;
                }
                Socket there = new Socket(InetAddress.getLoopbackAddress(), exit);
                open.add(here);
                open.add(there);
                start(() -> copy(here, there));
                start(() -> copy(there, here));
            } catch (IOException e) {
                // The entrance was closed.
            }
        }
    }

    private static void copy(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            // One side has ended, and so does the other.
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "route");
        thread.setDaemon(true);
        thread.start();
    }
}
