package io.confab.local.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.local.invoke.EventHeaders;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;

/** Writes an HTTP request in the form in which Lambda passes it to a function with a URL: payload format 2.0. */
final class UrlEvents {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Clock clock;

    UrlEvents(Clock clock) {
        this.clock = clock;
    }

    ObjectNode event(HttpServerRequest request, String requestId, Buffer body) {
        ObjectNode event = JSON.objectNode();
        event.put("version", "2.0").put("routeKey", "$default");
        event.put("rawPath", request.path()).put("rawQueryString", request.query() == null ? "" : request.query());
        event.set("headers", EventHeaders.of(request.headers()));
        event.set("requestContext", context(request, requestId));
        putBody(event, body);
        return event;
    }

    private ObjectNode context(HttpServerRequest request, String requestId) {
        ObjectNode context = JSON.objectNode();
        context.put("requestId", requestId).put("routeKey", "$default").put("stage", "$default");
        context.put("timeEpoch", clock.millis());
        context.put(
                "domainName",
                request.authority() == null ? "localhost" : request.authority().host());
        context.putObject("http")
                .put("method", request.method().name())
                .put("path", request.path())
                .put("protocol", "HTTP/1.1")
                .put("sourceIp", request.remoteAddress().hostAddress())
                .put("userAgent", request.getHeader("user-agent"));
        return context;
    }

    private static void putBody(ObjectNode event, Buffer body) {
        byte[] bytes = body.getBytes();
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (!text.isEmpty()) {
                event.put("body", text);
            }
            event.put("isBase64Encoded", false);
        } catch (CharacterCodingException e) {
            event.put("body", Base64.getEncoder().encodeToString(bytes)).put("isBase64Encoded", true);
        }
    }
}
