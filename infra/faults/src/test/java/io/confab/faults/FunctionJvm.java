package io.confab.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.confab.testing.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A child JVM that answers calls, one for each calling thread at the same time. */
final class FunctionJvm implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PORT = Pattern.compile("port=(\\d+)\\.");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ChildJvm process;
    private final int port;
    private final Queue<Connection> idle = new ConcurrentLinkedQueue<>();

    private FunctionJvm(ChildJvm process, int port) {
        this.process = process;
        this.port = port;
    }

    static FunctionJvm start(ChildJvm.Launch launch) {
        ChildJvm process = launch.start();
        process.awaitOutput(".", PATIENCE);
        process.awaitOutput("port=", PATIENCE);
        Matcher matcher = PORT.matcher(process.output());
        if (!matcher.find()) {
            throw new IllegalStateException(process.output());
        }
        return new FunctionJvm(process, Integer.parseInt(matcher.group(1)));
    }

    Reply call(Call call) {
        Connection connection = idle.poll();
        try {
            if (connection == null) {
                connection = new Connection(new Socket(InetAddress.getLoopbackAddress(), port));
            }
            connection.out.println(JSON.writeValueAsString(call));
            String line = connection.in.readLine();
            if (line == null) {
                throw new IllegalStateException("no answer:\n" + process.output());
            }
            idle.add(connection);
            return JSON.readValue(line, Reply.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.close();
    }

    private static final class Connection {
        private final BufferedReader in;
        private final PrintWriter out;

        Connection(Socket socket) throws IOException {
            this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            this.out = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8);
        }
    }
}
