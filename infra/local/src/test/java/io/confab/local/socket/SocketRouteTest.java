package io.confab.local.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.local.http.TestServer;
import io.confab.local.invoke.FakeFunctions;
import io.confab.push.channel.Outcome;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Clock;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SocketRouteTest {
    @RegisterExtension
    private final TestServer server = new TestServer();

    private final Connections connections = new Connections();
    private final Queue<JsonNode> connects = new ConcurrentLinkedQueue<>();
    private final Queue<JsonNode> messages = new ConcurrentLinkedQueue<>();
    private final Queue<JsonNode> disconnects = new ConcurrentLinkedQueue<>();
    private volatile UnaryOperator<JsonNode> onConnect = event -> reply(200);
    private volatile UnaryOperator<JsonNode> onMessage = event -> reply(200);

    @BeforeEach
    void listen() {
        FakeFunctions functions = new FakeFunctions()
                .with("wsConnect", event -> {
                    connects.add(event);
                    return onConnect.apply(event);
                })
                .with("wsMessage", event -> {
                    messages.add(event);
                    return onMessage.apply(event);
                })
                .with("wsDisconnect", event -> {
                    disconnects.add(event);
                    return reply(200);
                });
        Router router = server.router();
        router.get("/ws").handler(new SocketRoute(server.vertx(), functions, connections, Clock.systemUTC()));
        HttpServerOptions options = new HttpServerOptions();
        new SocketOptions().customizeHttpServer(options);
        server.listen(router, options);
    }

    @Test
    void handshake_accepted_handsTheConnectEventToTheFunction() {
        open(new Received(), "token=t&appId=app");

        JsonNode event = connects.element();
        assertThat(event.at("/requestContext/routeKey").asText()).isEqualTo("$connect");
        assertThat(event.at("/requestContext/connectionId").asText()).isNotEmpty();
        assertThat(event.at("/queryStringParameters/token").asText()).isEqualTo("t");
        assertThat(event.at("/queryStringParameters/appId").asText()).isEqualTo("app");
        assertThat(event.at("/headers/upgrade").asText()).isEqualTo("websocket");
    }

    @Test
    void handshake_refused_hasTheFunctionsStatusAndBody() {
        onConnect = event -> reply(401).put("body", "{\"errCode\":\"uni-id-check-token-failed\"}");

        assertThatThrownBy(() -> open(new Received(), "token=bad"))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(WebSocketHandshakeException.class, refused -> {
                    assertThat(refused.getResponse().statusCode()).isEqualTo(401);
                });
        assertThat(connections.all()).isEmpty();
        assertThat(disconnects).isEmpty();
    }

    @Test
    void handshake_functionThrows_is500() {
        onConnect = event -> {
            throw new IllegalStateException("broken");
        };

        assertThatThrownBy(() -> open(new Received(), "token=t"))
                .cause()
                .isInstanceOfSatisfying(WebSocketHandshakeException.class, refused -> assertThat(
                                refused.getResponse().statusCode())
                        .isEqualTo(500));
        assertThat(connections.all()).isEmpty();
    }

    @Test
    void handshake_functionChoosesSubProtocol_isEchoed() {
        onConnect = event -> {
            ObjectNode reply = reply(200);
            reply.putObject("headers").put("Sec-WebSocket-Protocol", "bearer.tok");
            return reply;
        };

        WebSocket socket = client().subprotocols("confab", "bearer.tok")
                .buildAsync(uri("appId=app"), new Received())
                .join();

        assertThat(socket.getSubprotocol()).isEqualTo("bearer.tok");
        assertThat(connects.element().at("/headers/sec-websocket-protocol").asText())
                .contains("bearer.tok");
    }

    @Test
    void post_beforeTheSocketIsOpen_arrivesInOrderAfterwards() {
        onConnect = event -> {
            String id = event.at("/requestContext/connectionId").asText();
            assertThat(connections.post(id, "1")).isEqualTo(Outcome.DELIVERED);
            assertThat(connections.post(id, "2")).isEqualTo(Outcome.DELIVERED);
            return reply(200);
        };
        Received received = new Received();

        open(received, "");
        connections.post(connectionId(), "3");

        await().untilAsserted(() -> assertThat(received.frames).containsExactly("1", "2", "3"));
    }

    @Test
    void frames_fromTheClient_reachTheFunctionInOrderAndAreAnswered() {
        onMessage = event -> reply(200).put("body", "re " + event.path("body").asText());
        Received received = new Received();
        WebSocket socket = open(received, "");

        for (int i = 0; i < 20; i++) {
            socket.sendText("f" + i, true).join();
        }

        await().untilAsserted(() -> assertThat(received.frames).hasSize(20));
        assertThat(messages).extracting(event -> event.path("body").asText()).startsWith("f0", "f1", "f2");
        assertThat(received.frames).startsWith("re f0", "re f1").endsWith("re f19");
    }

    @Test
    void close_byTheServer_sendsTheLastFrameThenCloses1000() {
        Received received = new Received();
        open(received, "");

        connections.close(connectionId(), "bye");

        await().untilAsserted(() -> assertThat(received.closed).containsExactly(1000));
        assertThat(received.frames).containsExactly("bye");
        await().untilAsserted(() -> assertThat(disconnects).hasSize(1));
        assertThat(connections.post(connectionId(), "late")).isEqualTo(Outcome.GONE);
    }

    @Test
    void close_byTheClient_reachesTheFunctionAndForgetsTheConnection() {
        WebSocket socket = open(new Received(), "");

        socket.sendClose(1000, "").join();

        await().untilAsserted(() -> assertThat(disconnects).hasSize(1));
        await().untilAsserted(() -> assertThat(connections.all()).isEmpty());
        assertThat(disconnects.element().at("/requestContext/connectionId").asText())
                .isEqualTo(connectionId());
    }

    @Test
    void post_toAClientThatDoesNotRead_endsTheConnection() {
        Received received = new Received();
        received.reads = false;
        open(received, "");

        postUntil(Outcome.GONE);
        await().untilAsserted(() -> assertThat(disconnects).hasSize(1));
    }

    @Test
    void stop_withAClientThatDoesNotRead_cutsItOff() throws InterruptedException {
        Received received = new Received();
        received.reads = false;
        open(received, "");
        postUntil(Outcome.BUSY);

        new SocketStop(connections).stop();

        assertThat(connections.all()).isEmpty();
        assertThat(disconnects).hasSize(1);
    }

    @Test
    void frame_over128Kb_endsTheConnection() {
        Received received = new Received();
        WebSocket socket = open(received, "");

        socket.sendText("x".repeat(140_000), true);

        await().untilAsserted(() -> assertThat(disconnects).hasSize(1));
        assertThat(messages).isEmpty();
    }

    @Test
    void post_toAnUnknownConnection_isGone() {
        assertThat(connections.post("nobody", "x")).isEqualTo(Outcome.GONE);
    }

    /** How much the system takes before it holds frames back is its own affair. */
    private void postUntil(Outcome outcome) {
        String frame = "x".repeat(100_000);
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> connections.post(connectionId(), frame) == outcome);
    }

    private String connectionId() {
        return connects.element().at("/requestContext/connectionId").asText();
    }

    private WebSocket open(WebSocket.Listener listener, String query) {
        return client().buildAsync(uri(query), listener).join();
    }

    private static WebSocket.Builder client() {
        return HttpClient.newHttpClient().newWebSocketBuilder();
    }

    private URI uri(String query) {
        return server.uri("ws", "/ws?" + query);
    }

    private static ObjectNode reply(int status) {
        return JsonNodeFactory.instance.objectNode().put("statusCode", status);
    }

    private static final class Received implements WebSocket.Listener {
        private final Queue<String> frames = new ConcurrentLinkedQueue<>();
        private final Queue<Integer> closed = new ConcurrentLinkedQueue<>();
        private boolean reads = true;

        @Override
        public void onOpen(WebSocket socket) {
            if (reads) {
                socket.request(Long.MAX_VALUE);
            }
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence frame, boolean last) {
            frames.add(frame.toString());
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closed.add(status);
            return null;
        }
    }
}
