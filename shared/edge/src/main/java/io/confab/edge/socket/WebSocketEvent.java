package io.confab.edge.socket;

import java.util.Map;

/** The event of a function behind a WebSocket API's route, the parts that Confab reads. */
public record WebSocketEvent(
        RequestContext requestContext,
        Map<String, String> headers,
        Map<String, String> queryStringParameters,
        String body,
        boolean isBase64Encoded) {

    /** Which connection, which route ({@code $connect}, {@code $disconnect}, {@code $default}). */
    public record RequestContext(String routeKey, String eventType, String connectionId, String requestId) {}
}
