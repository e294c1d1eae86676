package io.confab.bench.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Calls methods as clients, back ends and functions do. Threads may share it. */
public final class ConfabClient implements AutoCloseable {
    public static final ObjectMapper JSON = new ObjectMapper();
    public static final String APP_ID = "confab-bench";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final URI url;
    private final String requestSecret;
    private final ExecutorService executor = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "bench-http");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .executor(executor)
            .build();

    public ConfabClient(URI url, String requestSecret) {
        this.url = url;
        this.requestSecret = requestSecret;
    }

    URI url() {
        return url;
    }

    HttpClient http() {
        return http;
    }

    /**
     * Calls a method as this user.
     *
     * @throws IOException when no whole answer arrived: the call may or may not have been carried out
     */
    public Reply call(String method, BenchUser caller, Map<String, ?> params) throws IOException {
        HttpRequest.Builder request = post(method, JSON.valueToTree(params))
                .header("Authorization", "Bearer " + caller.token())
                .header("x-client-app-id", APP_ID)
                .header("x-client-device-id", caller.deviceId())
                .header("x-client-platform", "web");
        return send(request);
    }

    /** Calls a method that must succeed. */
    public Reply callOrThrow(String method, BenchUser caller, Map<String, ?> params) throws IOException {
        return call(method, caller, params).orThrow(method);
    }

    /** Calls an internal method, which a laptop allows with the local secret. */
    public Reply callInternal(String method, Map<String, ?> params) throws IOException {
        return send(post(method, JSON.valueToTree(params)).header("x-confab-internal", requestSecret));
    }

    /** Registers a user as a back end would. */
    public BenchUser register(String externalUid, String nickname) throws IOException {
        ObjectNode params =
                JSON.createObjectNode().put("externalUid", externalUid).put("nickname", nickname);
        String nonce = UUID.randomUUID().toString();
        long timestamp = System.currentTimeMillis();
        Reply reply = send(post("externalRegister", params)
                        .header("uni-id-nonce", nonce)
                        .header("uni-id-timestamp", Long.toString(timestamp))
                        .header("uni-id-signature", RequestSignature.of(requestSecret, nonce, timestamp, params))
                        .header("x-client-app-id", APP_ID)
                        .header("x-client-platform", "web"))
                .orThrow("externalRegister");
        return new BenchUser(
                reply.body().path("uid").asText(),
                reply.body().path("newToken").path("token").asText(),
                "device-" + externalUid);
    }

    private HttpRequest.Builder post(String method, JsonNode body) {
        return HttpRequest.newBuilder(url.resolve("/" + method))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()));
    }

    private Reply send(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            String body = response.body();
            return new Reply(response.statusCode(), body.isEmpty() ? JSON.createObjectNode() : JSON.readTree(body));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
