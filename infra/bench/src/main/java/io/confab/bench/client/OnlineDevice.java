package io.confab.bench.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A device on the online channel that passes every pushed message to its consumer. */
public final class OnlineDevice implements WebSocket.Listener, AutoCloseable {
    private static final HttpClient SOCKETS = HttpClient.newHttpClient();

    private final StringBuilder frame = new StringBuilder();
    private final Consumer<JsonNode> onMessage;
    private WebSocket socket;

    private OnlineDevice(Consumer<JsonNode> onMessage) {
        this.onMessage = onMessage;
    }

    /** Connects, and returns when the handshake is done. */
    public static OnlineDevice connect(ConfabClient client, BenchUser user, Consumer<JsonNode> onMessage) {
        OnlineDevice device = new OnlineDevice(onMessage);
        URI url = URI.create("ws://%s/ws?appId=%s&deviceId=%s&platform=web"
                .formatted(client.url().getAuthority(), ConfabClient.APP_ID, user.deviceId()));
        device.socket = SOCKETS.newWebSocketBuilder()
                .connectTimeout(Duration.ofSeconds(10))
                .subprotocols("bearer." + user.token())
                .buildAsync(url, device)
                .join();
        return device;
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence part, boolean last) {
        frame.append(part);
        if (last) {
            String text = frame.toString();
            frame.setLength(0);
            dispatch(text);
        }
        webSocket.request(1);
        return null;
    }

    private void dispatch(String text) {
        try {
            JsonNode push = ConfabClient.JSON.readTree(text);
            JsonNode payload = push.path("data").path("payload");
            if (push.path("type").asText().equals("receive")
                    && payload.path("type").asText().equals("uni-im")) {
                onMessage.accept(payload.path("data"));
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a frame that is no JSON", e);
        }
    }

    @Override
    public void close() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "")
                .orTimeout(2, TimeUnit.SECONDS)
                .handle((sent, failure) -> {
                    socket.abort();
                    return null;
                });
    }
}
