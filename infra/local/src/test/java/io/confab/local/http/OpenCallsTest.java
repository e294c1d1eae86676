package io.confab.local.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OpenCallsTest {
    @RegisterExtension
    private final TestServer server = new TestServer();

    private final OpenCalls calls = new OpenCalls();
    private final BlockingQueue<RoutingContext> underWay = new LinkedBlockingQueue<>();
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void listen() {
        Router router = server.router();
        router.route().handler(calls);
        router.get("/ws").handler(context -> context.request().toWebSocket());
        router.get("/call").handler(underWay::add);
        server.listen(router);
    }

    @Test
    void stop_callIsUnderWay_waitsForItsAnswerAndTurnsOthersAway() throws InterruptedException {
        // Given
        CompletableFuture<HttpResponse<String>> first = call();
        RoutingContext unanswered = underWay.take();

        // When
        CompletableFuture<Void> stopped = stop();
        await().untilAsserted(() -> assertThat(call().join().statusCode()).isEqualTo(503));

        // Then
        assertThat(stopped).isNotDone();
        unanswered.response().end("answered");
        assertThat(first.join().body()).isEqualTo("answered");
        await().until(stopped::isDone);
    }

    @Test
    void stop_afterAWebSocket_doesNotWait() {
        // Given
        client.newWebSocketBuilder()
                .buildAsync(server.uri("ws", "/ws"), new WebSocket.Listener() {})
                .join();

        // When
        long start = System.nanoTime();
        stop().join();

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(OpenCalls.PATIENCE);
    }

    private CompletableFuture<Void> stop() {
        return CompletableFuture.runAsync(() -> {
            try {
                calls.stop();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private CompletableFuture<HttpResponse<String>> call() {
        return client.sendAsync(
                HttpRequest.newBuilder(server.uri("http", "/call")).build(), BodyHandlers.ofString());
    }
}
