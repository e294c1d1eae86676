package io.confab.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jboss.logging.Logger;

/**
 * Answers calls on a port of the loopback interface. Each call is a line of JSON; calls of different connections are answered
 * at the same time. Prints {@code port=<number>} when it listens.
 */
final class CallServer {
    private static final Logger LOG = Logger.getLogger(CallServer.class);

    private final ObjectMapper json;
    private final Functions functions;

    CallServer(ObjectMapper json, Functions functions) {
        this.json = json;
        this.functions = functions;
    }

    /** Runs until its process is ended. */
    void run() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress())) {
            System.out.println("port=" + server.getLocalPort() + ".");
            while (true) {
                Socket connection = server.accept();
                Thread thread = new Thread(() -> answer(connection), "calls");
                thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
                thread.start();
            }
        }
    }

    private void answer(Socket connection) {
        try (connection;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
                PrintWriter out = new PrintWriter(connection.getOutputStream(), true, StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.println(json.writeValueAsString(functions.call(json.readValue(line, Call.class))));
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("a connection ended", e);
        }
    }
}
