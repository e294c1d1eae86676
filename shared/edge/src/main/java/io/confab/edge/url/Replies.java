package io.confab.edge.url;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.wire.ReplyJson;
import io.confab.wire.ReplySize;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Replies in the form that Lambda expects, none over 4 MiB (docs/api/README.md#what-holds-everywhere). Lists end their pages
 * before that size; if a reply is larger anyway, it is a bug, and becomes a clear failure here instead of one of Lambda.
 */
final class Replies {
    private static final Logger LOG = Logger.getLogger(Replies.class);

    /** Reserved for status and headers. */
    private static final int ENVELOPE = 1 << 10;

    private Replies() {}

    static FunctionUrlReply success(Method method, ObjectNode body) {
        FunctionUrlReply reply = reply(200, body);
        if (ReplySize.isWithin(reply.body(), ReplySize.MAX_BYTES - ENVELOPE)) {
            return reply;
        }
        LOG.errorf("a reply was too large: %d bytes", ReplySize.ofText(reply.body()) + ENVELOPE);
        return internalError(method);
    }

    static FunctionUrlReply refusal(Method method, Refusal refusal) {
        FunctionUrlReply reply = reply(refusal.code().httpStatus(), ReplyJson.failure(method.errSubject(), refusal));
        if (refusal.code() == ErrorCode.METHOD_NOT_ALLOWED) {
            reply.headers().put("allow", method.allow());
        }
        refusal.retryAfterSeconds().ifPresent(seconds -> reply.headers().put("retry-after", Long.toString(seconds)));
        return reply;
    }

    /** A refusal with {@code data}. */
    static FunctionUrlReply refusal(Method method, Refusal refusal, JsonNode data) {
        FunctionUrlReply reply = refusal(method, refusal);
        ObjectNode body = ReplyJson.failure(method.errSubject(), refusal);
        body.set("data", data);
        return new FunctionUrlReply(reply.statusCode(), reply.headers(), body.toString(), false);
    }

    static FunctionUrlReply internalError(Method method) {
        return refusal(method, new Refusal(ErrorCode.INTERNAL_ERROR, "internal error"));
    }

    private static FunctionUrlReply reply(int status, ObjectNode body) {
        Map<String, String> headers = new HashMap<>(Map.of("content-type", "application/json; charset=utf-8"));
        return new FunctionUrlReply(status, headers, body.toString(), false);
    }
}
