package io.confab.local.socket;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.local.invoke.EventHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import java.util.UUID;

/** Writes the events of a connection in the form in which API Gateway passes them to the functions of a WebSocket API. */
final class SocketEvents {
    private final Clock clock;

    SocketEvents(Clock clock) {
        this.clock = clock;
    }

    ObjectNode connect(Connection connection, HttpServerRequest request) {
        ObjectNode event = event(connection, "$connect", "CONNECT");
        event.set("headers", EventHeaders.of(request.headers()));
        ObjectNode parameters = event.putObject("queryStringParameters");
        request.params().forEach(parameter -> parameters.put(parameter.getKey(), parameter.getValue()));
        return event;
    }

    ObjectNode message(Connection connection, String frame) {
        return event(connection, "$default", "MESSAGE").put("body", frame);
    }

    ObjectNode disconnect(Connection connection) {
        return event(connection, "$disconnect", "DISCONNECT");
    }

    private ObjectNode event(Connection connection, String route, String type) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.putObject("requestContext")
                .put("routeKey", route)
                .put("eventType", type)
                .put("connectionId", connection.id())
                .put("requestId", UUID.randomUUID().toString())
                .put("requestTimeEpoch", clock.millis())
                .put("stage", "local");
        return event.put("isBase64Encoded", false);
    }
}
