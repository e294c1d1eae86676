package io.confab.bench.fanout;

import io.confab.bench.client.BenchUser;
import io.confab.bench.client.ConfabClient;
import io.confab.bench.measure.InParallel;
import io.confab.bench.measure.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Thousands of devices on the online channel, read by one thread. A client library would need more memory and threads than the
 * measured server.
 */
final class SocketCrowd implements AutoCloseable {
    private static final int HANDSHAKES_AT_ONCE = 16;
    private static final String HANDSHAKE =
            """
            GET /ws?appId=%s&deviceId=%s&platform=web&token=%s HTTP/1.1\r
            Host: %s\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            Sec-WebSocket-Version: 13\r
            \r
            """;

    private final Selector selector;
    private final List<Member> members;
    private final Thread reader = new Thread(this::read, "bench-sockets");

    private SocketCrowd(List<Member> members) throws IOException {
        this.members = members;
        this.selector = Selector.open();
        for (Member member : members) {
            member.channel.configureBlocking(false);
            member.channel.register(selector, SelectionKey.OP_READ, member);
        }
        reader.setDaemon(true);
        reader.start();
    }

    /** Connects a device of each user. */
    static SocketCrowd connect(URI server, List<BenchUser> users) throws IOException {
        AtomicInteger done = new AtomicInteger();
        try (Progress progress = Progress.every3Seconds(() -> "connected " + done.get() + " of " + users.size())) {
            return new SocketCrowd(InParallel.map(HANDSHAKES_AT_ONCE, users.size(), i -> {
                Member member = new Member(handshake(server, users.get(i)));
                done.incrementAndGet();
                return member;
            }));
        }
    }

    private static SocketChannel handshake(URI server, BenchUser user) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(server.getHost(), server.getPort()));
        String request = HANDSHAKE.formatted(ConfabClient.APP_ID, user.deviceId(), user.token(), server.getAuthority());
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        ByteBuffer one = ByteBuffer.allocate(1);
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0) {
            one.clear();
            if (channel.read(one) < 0) {
                throw new IOException("the connection was refused: " + answer);
            }
            answer.append((char) one.get(0));
        }
        if (!answer.toString().startsWith("HTTP/1.1 101 ")) {
            channel.close();
            throw new IOException("the handshake was refused: " + answer);
        }
        return channel;
    }

    /** From now on, the first devices of these count the frames that contain the text. */
    Watch watch(String text, int devices) {
        Watch watch = new Watch(text, devices);
        members.subList(0, devices).forEach(member -> member.watch = watch);
        return watch;
    }

    /** From now on, this device leaves everything in its buffers. */
    void stopReading(int device) {
        members.get(device).channel.keyFor(selector).interestOps(0);
    }

    private void read() {
        try {
            while (selector.isOpen()) {
                selector.select(key -> {
                    try {
                        ((Member) key.attachment()).read();
                    } catch (IOException e) {
                        key.cancel();
                    }
                });
            }
        } catch (ClosedSelectorException e) {
            // The run is over.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
        for (Member member : members) {
            member.channel.close();
        }
    }

    /** When a frame with a text arrived. */
    static final class Watch {
        private final String text;
        private final int devices;
        private final List<Long> arrivals = new ArrayList<>();
        private int again;

        private Watch(String text, int devices) {
            this.text = text;
            this.devices = devices;
        }

        private synchronized void arrived(boolean first) {
            if (first) {
                arrivals.add(System.nanoTime());
            } else {
                again++;
            }
        }

        synchronized boolean isComplete() {
            return arrivals.size() >= devices;
        }

        synchronized int count() {
            return arrivals.size();
        }

        /** How many devices got it more than once. */
        synchronized int again() {
            return again;
        }

        /** Seconds from this moment to the first arrival. */
        synchronized double first(long since) {
            return arrivals.isEmpty() ? Double.NaN : (arrivals.get(0) - since) / 1e9;
        }

        /** Seconds from this moment to the last arrival so far. */
        synchronized double last(long since) {
            return arrivals.isEmpty() ? Double.NaN : (arrivals.get(arrivals.size() - 1) - since) / 1e9;
        }
    }

    /** One device; its frames are not masked, because they come from a server. */
    private static final class Member {
        private static final int CAPACITY = 4_096;
        private static final int MAX_FRAME = 1 << 20;

        private final SocketChannel channel;
        private ByteBuffer in = ByteBuffer.allocate(CAPACITY);
        private volatile Watch watch;
        private Watch seen;

        private Member(SocketChannel channel) {
            this.channel = channel;
        }

        private void read() throws IOException {
            if (channel.read(in) < 0) {
                throw new IOException("the server has closed a connection");
            }
            in.flip();
            boolean whole = true;
            while (whole) {
                whole = takeFrame();
            }
            in.compact();
            if (!in.hasRemaining()) {
                if (in.capacity() >= MAX_FRAME) {
                    throw new IOException("a frame that is too large");
                }
                in = ByteBuffer.allocate(2 * in.capacity()).put(in.flip());
            }
        }

        private boolean takeFrame() {
            if (in.remaining() < 2) {
                return false;
            }
            int start = in.position();
            in.get();
            int length = in.get() & 0x7f;
            int more = length == 126 ? 2 : length == 127 ? 8 : 0;
            if (in.remaining() < more) {
                in.position(start);
                return false;
            }
            if (more > 0) {
                length = more == 2 ? in.getShort() & 0xffff : (int) in.getLong();
            }
            if (in.remaining() < length) {
                in.position(start);
                return false;
            }
            byte[] text = new byte[length];
            in.get(text);
            heard(new String(text, StandardCharsets.UTF_8));
            return true;
        }

        private void heard(String frame) {
            Watch now = watch;
            if (now != null && frame.contains(now.text)) {
                now.arrived(seen != now);
                seen = now;
            }
        }
    }
}
