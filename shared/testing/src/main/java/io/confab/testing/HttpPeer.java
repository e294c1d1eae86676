package io.confab.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.net.ServerSocketFactory;

/**
 * The other side of an HTTP client: a server that answers as a test says, also late, drop by drop, cut off, or never. It speaks
 * HTTP/1.1 on a port of this machine, and keeps every request. Thread-safe.
 */
public final class HttpPeer implements AutoCloseable {
    private final ServerSocket server;
    private final String scheme;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile Function<Request, Answer> script;

    private HttpPeer(ServerSocket server, String scheme, Function<Request, Answer> script) {
        this.server = server;
        this.scheme = scheme;
        this.script = script;
    }

    /** Starts one that answers every request with this. */
    public static HttpPeer answering(Answer answer) {
        return start(ServerSocketFactory.getDefault(), "http", request -> answer);
    }

    /**
     * Starts one.
     *
     * @param sockets such as those of an {@code SSLContext}
     */
    public static HttpPeer start(ServerSocketFactory sockets, String scheme, Function<Request, Answer> script) {
        try {
            HttpPeer peer =
                    new HttpPeer(sockets.createServerSocket(0, 200, InetAddress.getLoopbackAddress()), scheme, script);
            daemon(peer::accept);
            return peer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A request as it came.
     *
     * @param headers by their names in lower case
     */
    public record Request(String method, String path, Map<String, String> headers, byte[] body) {
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** How an answer comes. */
    public enum Manner {
        WHOLE,
        /** A byte of the body each 100 ms, for ever. */
        DRIP,
        /** The headers, half of the body, and the end of the connection. */
        CUT,
        /** Nothing, for ever. */
        HANG
    }

    /** What is answered, and how. */
    public record Answer(int status, Map<String, String> headers, String body, Duration after, Manner manner) {
        public static Answer of(int status) {
            return new Answer(status, Map.of(), "{}", Duration.ZERO, Manner.WHOLE);
        }

        public Answer body(String text) {
            return new Answer(status, headers, text, after, manner);
        }

        public Answer header(String name, String value) {
            Map<String, String> more = new HashMap<>(headers);
            more.put(name, value);
            return new Answer(status, more, body, after, manner);
        }

        public Answer after(Duration time) {
            return new Answer(status, headers, body, time, manner);
        }

        public Answer in(Manner other) {
            return new Answer(status, headers, body, after, other);
        }
    }

    /** From now on, every request is answered with this. */
    public void answer(Answer answer) {
        answer(request -> answer);
    }

    /** From now on, every request is answered by this. */
    public void answer(Function<Request, Answer> next) {
        script = next;
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    public int port() {
        return server.getLocalPort();
    }

    public URI uri() {
        return URI.create(scheme + "://127.0.0.1:" + port());
    }

    /** How many connections clients have opened since the start. */
    public long connections() {
        return sockets.size();
    }

    /** How many connections clients keep open. */
    public long openConnections() {
        return sockets.stream().filter(socket -> !socket.isClosed()).count();
    }

    @Override
    public void close() {
        closeQuietly(server);
        sockets.forEach(HttpPeer::closeQuietly);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                daemon(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            boolean open = true;
            while (open) {
                Request request = read(in);
                if (request == null) {
                    return;
                }
                requests.add(request);
                open = write(script.apply(request), in, out);
            }
        } catch (IOException e) {
            // The client has gone, or the test is over.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Request read(InputStream in) throws IOException {
        String first = line(in);
        if (first.isEmpty()) {
            return null;
        }
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        String[] parts = first.split(" ");
        return new Request(parts[0], parts[1], headers, body(in, headers));
    }

    private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
        if (!"chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            return in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunk(in); size > 0; size = chunk(in)) {
            body.write(in.readNBytes(size));
            line(in);
        }
        line(in);
        return body.toByteArray();
    }

    private static int chunk(InputStream in) throws IOException {
        return Integer.parseInt(line(in).split(";")[0].strip(), 16);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** Returns whether the connection stays open for another request. */
    private static boolean write(Answer answer, InputStream in, OutputStream out)
            throws IOException, InterruptedException {
        Thread.sleep(answer.after().toMillis());
        if (answer.manner() == Manner.HANG) {
            in.read();
            return false;
        }
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        boolean drips = answer.manner() == Manner.DRIP;
        StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status() + " Said\r\n");
        List<String> lines = new ArrayList<>();
        answer.headers().forEach((name, value) -> lines.add(name + ": " + value));
        lines.add("content-length: " + (drips ? 1_000_000 : body.length));
        lines.forEach(line -> head.append(line).append("\r\n"));
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        out.write(body, 0, answer.manner() == Manner.CUT ? body.length / 2 : body.length);
        out.flush();
        while (drips) {
            Thread.sleep(100);
            out.write(' ');
            out.flush();
        }
        return answer.manner() == Manner.WHOLE;
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // It is closed enough.
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "peer");
        thread.setDaemon(true);
        thread.start();
    }
}
