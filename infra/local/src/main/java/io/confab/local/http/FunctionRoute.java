package io.confab.local.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.local.invoke.FunctionFailure;
import io.confab.local.invoke.Functions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * {@code /<method>}: calls the function of that name on a worker thread with its function-URL event. An internal function gets
 * the body itself as its event, if the request contains the internal secret, which takes the place of IAM. Without the secret it
 * refuses whatever the body, which is not read then.
 */
final class FunctionRoute implements Handler<RoutingContext> {
    static final String INTERNAL_HEADER = "x-confab-internal";
    private static final Logger LOG = Logger.getLogger(FunctionRoute.class);

    private final Vertx vertx;
    private final Functions functions;
    private final ObjectMapper json;
    private final UrlEvents events;
    private final byte[] internalSecret;

    FunctionRoute(Vertx vertx, Functions functions, ObjectMapper json, UrlEvents events, String internalSecret) {
        this.vertx = vertx;
        this.functions = functions;
        this.json = json;
        this.events = events;
        this.internalSecret = internalSecret.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void handle(RoutingContext context) {
        String method = context.pathParam("method");
        HttpServerRequest request = context.request();
        if (!functions.contains(method)) {
            Replies.sendError(request.response(), ErrorCode.METHOD_NOT_FOUND, "no such method");
            return;
        }
        boolean isInternal = !functions.takesUrlEvents(method);
        boolean isTrusted = isInternal && knowsSecret(request);
        Future<Buffer> read = isInternal && !isTrusted ? unread(request) : BoundedBody.read(request);
        read.compose(body -> vertx.executeBlocking(() -> call(method, isTrusted, request, body), false))
                .onSuccess(answer -> Replies.send(request.response(), answer))
                .onFailure(failure -> fail(method, request.response(), failure));
    }

    private static Future<Buffer> unread(HttpServerRequest request) {
        request.resume();
        return Future.succeededFuture(Buffer.buffer());
    }

    private JsonNode call(String method, boolean isTrusted, HttpServerRequest request, Buffer body)
            throws JsonProcessingException {
        String requestId = UUID.randomUUID().toString();
        request.headers().remove(INTERNAL_HEADER);
        JsonNode event = isTrusted ? internalEvent(body) : events.event(request, requestId, body);
        return functions.call(method, requestId, event);
    }

    private JsonNode internalEvent(Buffer body) throws JsonProcessingException {
        JsonNode event = json.readTree(body.toString(StandardCharsets.UTF_8));
        if (!event.isObject()) {
            throw Refusal.badParam("request body", "must be a JSON object");
        }
        return event;
    }

    private boolean knowsSecret(HttpServerRequest request) {
        String shown = request.getHeader(INTERNAL_HEADER);
        return shown != null && MessageDigest.isEqual(shown.getBytes(StandardCharsets.UTF_8), internalSecret);
    }

    private static void fail(String method, HttpServerResponse response, Throwable failure) {
        if (failure instanceof Refusal refusal) {
            Replies.sendError(response, refusal.code(), refusal.getMessage());
            return;
        }
        if (failure instanceof JsonProcessingException) {
            Replies.sendError(response, ErrorCode.PARAM_ERROR, "the body is no JSON");
            return;
        }
        Throwable cause = failure instanceof FunctionFailure ? failure.getCause() : failure;
        LOG.errorf(cause, "Function failed: method=%s", method);
        Replies.sendError(response, ErrorCode.INTERNAL_ERROR, "internal error");
    }
}
