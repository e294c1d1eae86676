import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prints what a demo user's device gets over the online channel: {@code java infra/local/Listen.java bob}. Needs a JDK and
 * nothing else. The address is {@code 127.0.0.1:8080}, or the second argument.
 */
public final class Listen {
    private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");

    private Listen() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 0) {
            System.err.println("Usage: java infra/local/Listen.java <demo user> [host:port]");
            System.exit(2);
        }
        String user = arguments[0];
        String address = arguments.length > 1 ? arguments[1] : "127.0.0.1:8080";
        HttpClient http = HttpClient.newHttpClient();
        String token;
        try {
            token = login(http, address, user);
        } catch (ConnectException e) {
            System.err.println("Nothing listens at " + address + ": start ./infra/local/run first, or give its address.");
            System.exit(1);
            return;
        }
        CountDownLatch closed = new CountDownLatch(1);
        http.newWebSocketBuilder()
                .subprotocols("bearer." + token)
                .buildAsync(
                        URI.create("ws://" + address + "/ws?appId=demo&deviceId=" + user + "-laptop&platform=web"),
                        new Printer(closed))
                .join();
        System.out.println(user + " is listening");
        closed.await();
    }

    private static String login(HttpClient http, String address, String user) throws Exception {
        String reply = http.send(
                        HttpRequest.newBuilder(URI.create("http://" + address + "/devLogin"))
                                .POST(HttpRequest.BodyPublishers.ofString("{\"username\":\"" + user + "\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        Matcher token = TOKEN.matcher(reply);
        if (!token.find()) {
            throw new IllegalStateException("no token for " + user + ": " + reply);
        }
        return token.group(1);
    }

    private record Printer(StringBuilder frame, CountDownLatch closed) implements WebSocket.Listener {
        Printer(CountDownLatch closed) {
            this(new StringBuilder(), closed);
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            frame.append(part);
            if (last) {
                System.out.println(frame);
                frame.setLength(0);
            }
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            System.out.println("closed: " + status);
            closed.countDown();
            return CompletableFuture.completedStage(null);
        }
    }
}
