package io.confab.local.socket;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.local.invoke.Functions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * {@code /ws}: calls {@code wsConnect} before the handshake, and if that refuses, answers with its status and body; passes each
 * frame to {@code wsMessage}, one after the other, and calls {@code wsDisconnect} at the end. As on API Gateway the client gets
 * the sub-protocol that {@code wsConnect} chose in its reply, or none.
 */
public final class SocketRoute implements Handler<RoutingContext> {
    private static final Logger LOG = Logger.getLogger(SocketRoute.class);
    private static final String SUB_PROTOCOL = "sec-websocket-protocol";
    private static final int OK = 200;
    private static final short TOO_LARGE = 1009;

    private final Vertx vertx;
    private final Functions functions;
    private final Connections connections;
    private final SocketEvents events;

    public SocketRoute(Vertx vertx, Functions functions, Connections connections, Clock clock) {
        this.vertx = vertx;
        this.functions = functions;
        this.connections = connections;
        this.events = new SocketEvents(clock);
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!"websocket".equalsIgnoreCase(request.getHeader("upgrade"))) {
            request.response()
                    .setStatusCode(426)
                    .putHeader("upgrade", "websocket")
                    .end();
            return;
        }
        request.pause();
        Connection connection = connections.begin();
        call("wsConnect", events.connect(connection, request))
                .onSuccess(answer -> answered(connection, request, answer))
                .onFailure(failure -> {
                    connections.forget(connection);
                    LOG.error("wsConnect failed", failure);
                    request.resume();
                    request.response().setStatusCode(500).end();
                });
    }

    private void answered(Connection connection, HttpServerRequest request, JsonNode answer) {
        int status = answer.path("statusCode").asInt(OK);
        if (status != OK) {
            connections.forget(connection);
            request.resume();
            refuse(request.response(), status, answer);
            return;
        }
        choose(request, answer);
        HttpConnection transport = request.connection();
        request.toWebSocket()
                .onSuccess(socket -> opened(connection, socket, transport))
                .onFailure(failure -> {
                    LOG.debug("The client left during the handshake", failure);
                    ended(connection);
                });
    }

    private static void refuse(HttpServerResponse response, int status, JsonNode answer) {
        response.setStatusCode(status)
                .putHeader("content-type", "application/json")
                .end(answer.path("body").asText(""));
    }

    /** The server accepts every sub-protocol in the request, so only the chosen one is left in it. */
    private static void choose(HttpServerRequest request, JsonNode answer) {
        request.headers().remove(SUB_PROTOCOL);
        for (Map.Entry<String, JsonNode> header : answer.path("headers").properties()) {
            if (header.getKey().toLowerCase(Locale.ROOT).equals(SUB_PROTOCOL)) {
                request.headers().set(SUB_PROTOCOL, header.getValue().asText());
            }
        }
    }

    private void opened(Connection connection, ServerWebSocket socket, HttpConnection transport) {
        socket.closeHandler(closed -> ended(connection));
        socket.exceptionHandler(failure -> connection.end(TOO_LARGE, "frames end at 128 KB"));
        socket.textMessageHandler(frame -> received(connection, socket, frame));
        connection.opened(socket, () -> cut(transport));
    }

    /** Bypasses the handler of Vert.x, which would first wait until everything is sent. */
    private static void cut(HttpConnection transport) {
        ((ConnectionBase) transport).channel().pipeline().firstContext().close();
    }

    private void received(Connection connection, ServerWebSocket socket, String frame) {
        socket.pause();
        call("wsMessage", events.message(connection, frame)).onComplete(answer -> {
            if (answer.failed()) {
                LOG.error("wsMessage failed", answer.cause());
            } else if (answer.result().path("body").isTextual()) {
                connection.post(answer.result().get("body").textValue());
            }
            socket.resume();
        });
    }

    private void ended(Connection connection) {
        connection.end((short) 1000, null);
        if (!connection.isFirstReport()) {
            return;
        }
        call("wsDisconnect", events.disconnect(connection)).onComplete(answer -> {
            connections.forget(connection);
            if (answer.failed()) {
                LOG.error("wsDisconnect failed", answer.cause());
            }
        });
    }

    private Future<JsonNode> call(String function, ObjectNode event) {
        String requestId = event.path("requestContext").path("requestId").textValue();
        return vertx.executeBlocking(() -> functions.call(function, requestId, event), false);
    }
}
