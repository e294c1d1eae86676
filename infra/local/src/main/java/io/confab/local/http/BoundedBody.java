package io.confab.local.http;

import io.confab.domain.error.ErrorCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/**
 * Reads a request's body up to a little more than a function accepts, so that the function itself refuses a body that is
 * slightly too large. A larger body is answered with 413 at once, and not read to its end.
 */
final class BoundedBody {
    private static final int LIMIT = (1 << 20) + (64 << 10);
    private static final int IGNORED_LIMIT = 16 << 20;

    private final HttpServerRequest request;
    private final Promise<Buffer> read = Promise.promise();
    private final Buffer body = Buffer.buffer();
    private long received;
    private boolean refused;

    private BoundedBody(HttpServerRequest request) {
        this.request = request;
    }

    /** Completes with the body; never completes if the request was refused or interrupted. */
    static Future<Buffer> read(HttpServerRequest request) {
        BoundedBody body = new BoundedBody(request);
        request.handler(body::append).endHandler(end -> body.ended());
        if (body.declaredLength() > LIMIT) {
            body.refuse();
        }
        request.resume();
        return body.read.future();
    }

    private long declaredLength() {
        String length = request.getHeader("content-length");
        return length == null ? 0 : Long.parseLong(length);
    }

    private void append(Buffer part) {
        received += part.length();
        if (refused) {
            if (received > IGNORED_LIMIT) {
                request.connection().close();
            }
            return;
        }
        body.appendBuffer(part);
        if (received > LIMIT) {
            refuse();
        }
    }

    private void ended() {
        if (!refused) {
            read.complete(body);
        }
    }

    private void refuse() {
        refused = true;
        Replies.sendError(request.response(), ErrorCode.BODY_TOO_LARGE, "the request is over 1 MB");
    }
}
