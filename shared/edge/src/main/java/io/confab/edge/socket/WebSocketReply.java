package io.confab.edge.socket;

import java.util.Map;

/**
 * The reply of a function behind a WebSocket route. At {@code $connect} a status other than 200 refuses the handshake, and
 * {@code headers} may choose the sub-protocol; elsewhere a body is sent to the client as a frame.
 */
public record WebSocketReply(int statusCode, Map<String, String> headers, String body) {}
