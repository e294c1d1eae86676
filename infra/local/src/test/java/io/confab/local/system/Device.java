package io.confab.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A device on the online channel, with everything that it was sent. */
final class Device implements WebSocket.Listener, AutoCloseable {
    private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();
    private final StringBuilder frame = new StringBuilder();
    private WebSocket socket;

    private Device() {}

    /** Connects with the token as sub-protocol; returns after the handshake. */
    static Device connect(Client client, Account account) {
        return connect(client, query(account.appId(), account.deviceId()), account.token());
    }

    /** Connects with the given query, and without a sub-protocol if there is no token. */
    static Device connect(Client client, String query, String token) {
        Device device = new Device();
        WebSocket.Builder builder = client.http().newWebSocketBuilder();
        if (token != null) {
            builder.subprotocols("bearer." + token);
        }
        device.socket = builder.buildAsync(URI.create("ws://" + client.url().getAuthority() + "/ws?" + query), device)
                .join();
        return device;
    }

    /** The status by which a handshake is refused. */
    static int refusal(Client client, String query, String token) {
        try (Device accepted = connect(client, query, token)) {
            throw new AssertionError("the handshake was not refused: " + query);
        } catch (CompletionException e) {
            assertThat(e).hasCauseInstanceOf(WebSocketHandshakeException.class);
            return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
        }
    }

    static String query(String appId, String deviceId) {
        return "appId=" + encoded(appId) + "&deviceId=" + encoded(deviceId) + "&platform=web";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    void send(String text) {
        socket.sendText(text, true).join();
    }

    String subProtocol() {
        return socket.getSubprotocol();
    }

    /** All frames so far, in order. */
    List<JsonNode> frames() {
        return List.copyOf(frames);
    }

    List<JsonNode> framesOf(String type) {
        return frames.stream()
                .filter(sent -> sent.path("type").asText().equals(type))
                .toList();
    }

    /** The payloads of pushes of one type, in order. */
    List<JsonNode> payloads(String type) {
        return framesOf("receive").stream()
                .map(sent -> sent.at("/data/payload"))
                .filter(payload -> payload.path("type").asText().equals(type))
                .toList();
    }

    /** The payloads that carry this very message. */
    List<JsonNode> pushesOf(String messageId) {
        return payloads("uni-im").stream()
                .filter(payload -> payload.at("/data/_id").asText().equals(messageId))
                .toList();
    }

    /** Waits for a message; returns its payload. */
    JsonNode awaitMessage(String messageId) {
        await().untilAsserted(() -> assertThat(pushesOf(messageId)).isNotEmpty());
        return pushesOf(messageId).get(0);
    }

    /** Waits for a push of a type; returns the payload's {@code data}. */
    JsonNode awaitControl(String type) {
        await().untilAsserted(() -> assertThat(payloads(type)).isNotEmpty());
        return payloads(type).get(0).path("data");
    }

    /** Waits for the first frame of a type. */
    JsonNode awaitFrame(String type) {
        await().untilAsserted(() -> assertThat(framesOf(type)).isNotEmpty());
        return framesOf(type).get(0);
    }

    /** Waits until the server has closed the connection; returns its status. */
    int awaitClose() {
        await().until(closeCode::isDone);
        return closeCode.join();
    }

    boolean isOpen() {
        return !closeCode.isDone();
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence part, boolean last) {
        frame.append(part);
        if (last) {
            frames.add(parse(frame.toString()));
            frame.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int status, String reason) {
        closeCode.complete(status);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable failure) {
        closeCode.completeExceptionally(failure);
    }

    private static JsonNode parse(String text) {
        try {
            return Client.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a frame that is no JSON: " + text, e);
        }
    }

    @Override
    public void close() {
        socket.abort();
    }
}
