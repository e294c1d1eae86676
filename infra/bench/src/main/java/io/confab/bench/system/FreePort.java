package io.confab.bench.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port for a server that is given one: nobody listens on it, and the system does not choose it for connections that go out
 * ({@code ip_local_port_range} begins at 32768), which could otherwise take it before the server starts, or while it is restarted.
 *
 * <p>{@code shared/testing} has the same for the tests; this module measures from outside, and takes no code of theirs or the product's.
 */
final class FreePort {
    private static final int FIRST = 20_000;
    private static final int END = 32_768;
    private static final int ATTEMPTS = 100;

    private FreePort() {}

    /** @throws IOException if many ports were tried and all are in use */
    static int find() throws IOException {
        IOException last = null;
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }
}
