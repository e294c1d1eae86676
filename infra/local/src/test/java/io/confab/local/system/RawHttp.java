package io.confab.local.system;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends a server bytes that no client library would send, and reads its answer. */
final class RawHttp {
    private static final int PATIENCE_MILLIS = 20_000;

    private static final Pattern LENGTH = Pattern.compile("content-length: *(\\d+)", Pattern.CASE_INSENSITIVE);

    private final int port;

    RawHttp(int port) {
        this.port = port;
    }

    /**
     * Sends a request with these lines and the end of the head; returns the answer, or the part that came before a time-out.
     */
    String ask(String... lines) {
        return ask((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    }

    String ask(byte[] request) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request);
            socket.getOutputStream().flush();
            return answer(socket, request[0] == 'H');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String answer(Socket socket, boolean headAlone) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        socket.setSoTimeout(PATIENCE_MILLIS);
        try {
            byte[] part = new byte[8192];
            for (int length = in.read(part); length >= 0; length = in.read(part)) {
                answer.write(part, 0, length);
                byte[] soFar = answer.toByteArray();
                if (isWhole(new String(soFar, StandardCharsets.ISO_8859_1), headAlone) || Http2.isAnswered(soFar)) {
                    break;
                }
            }
        } catch (SocketTimeoutException e) {
            if (answer.size() == 0) {
                throw e;
            }
        }
        return answer.toString(StandardCharsets.UTF_8);
    }

    private static boolean isWhole(String answer, boolean headAlone) {
        int end = answer.indexOf("\r\n\r\n");
        if (end < 0 || !answer.startsWith("HTTP/1.1 ")) {
            return false;
        }
        Matcher length = LENGTH.matcher(answer.substring(0, end));
        return headAlone || !length.find() || answer.length() - end - 4 >= Integer.parseInt(length.group(1));
    }
}
