package io.confab.bench.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.util.Timeout;

/** Calls methods as clients, back ends and functions do. Threads may share it. */
public final class ConfabClient implements AutoCloseable {
    public static final ObjectMapper JSON = new ObjectMapper();
    public static final String APP_ID = "confab-bench";
    private static final Timeout CONNECT_TIMEOUT = Timeout.ofSeconds(5);
    private static final Timeout TIMEOUT = Timeout.ofSeconds(30);
    private static final int MAX_CONNECTIONS = 10_000;

    private final URI url;
    private final String requestSecret;
    private final CloseableHttpClient http = HttpClients.custom()
            .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                    .setMaxConnTotal(MAX_CONNECTIONS)
                    .setMaxConnPerRoute(MAX_CONNECTIONS)
                    .setDefaultConnectionConfig(ConnectionConfig.custom()
                            .setConnectTimeout(CONNECT_TIMEOUT)
                            .setSocketTimeout(TIMEOUT)
                            .build())
                    .build())
            .disableAutomaticRetries()
            .disableContentCompression()
            .disableCookieManagement()
            .build();

    public ConfabClient(URI url, String requestSecret) {
        this.url = url;
        this.requestSecret = requestSecret;
    }

    URI url() {
        return url;
    }

    /**
     * Calls a method as this user.
     *
     * @throws IOException if no complete answer arrived: the call may or may not have been carried out
     */
    public Reply call(String method, BenchUser caller, Map<String, ?> params) throws IOException {
        ClassicRequestBuilder request = post(method, JSON.valueToTree(params))
                .addHeader("Authorization", "Bearer " + caller.token())
                .addHeader("x-client-app-id", APP_ID)
                .addHeader("x-client-device-id", caller.deviceId())
                .addHeader("x-client-platform", "web");
        return send(request);
    }

    /** Calls a method without a token, with any body. */
    public Reply callBare(String method, String body) throws IOException {
        return send(post(method, body));
    }

    /** Calls a method that must succeed. */
    public Reply callOrThrow(String method, BenchUser caller, Map<String, ?> params) throws IOException {
        return call(method, caller, params).orThrow(method);
    }

    /** Calls an internal method, which a laptop allows with the local secret. */
    public Reply callInternal(String method, Map<String, ?> params) throws IOException {
        return send(post(method, JSON.valueToTree(params)).addHeader("x-confab-internal", requestSecret));
    }

    /** Registers a user as a back end would. */
    public BenchUser register(String externalUid, String nickname) throws IOException {
        ObjectNode params =
                JSON.createObjectNode().put("externalUid", externalUid).put("nickname", nickname);
        String nonce = UUID.randomUUID().toString();
        long timestamp = System.currentTimeMillis();
        Reply reply = send(post("externalRegister", params)
                        .addHeader("uni-id-nonce", nonce)
                        .addHeader("uni-id-timestamp", Long.toString(timestamp))
                        .addHeader("uni-id-signature", RequestSignature.of(requestSecret, nonce, timestamp, params))
                        .addHeader("x-client-app-id", APP_ID)
                        .addHeader("x-client-platform", "web"))
                .orThrow("externalRegister");
        return new BenchUser(
                reply.body().path("uid").asText(),
                reply.body().path("newToken").path("token").asText(),
                "device-" + externalUid);
    }

    private ClassicRequestBuilder post(String method, JsonNode body) {
        return post(method, body.toString());
    }

    private ClassicRequestBuilder post(String method, String body) {
        return ClassicRequestBuilder.post(url.resolve("/" + method)).setEntity(body, ContentType.APPLICATION_JSON);
    }

    private Reply send(ClassicRequestBuilder request) throws IOException {
        return http.execute(
                request.build(),
                response -> new Reply(response.getCode(), EntityUtils.toByteArray(response.getEntity())));
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
