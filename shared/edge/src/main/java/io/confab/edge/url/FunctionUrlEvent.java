package io.confab.edge.url;

import java.util.Map;

/** The event of a function that is called by its URL: payload format 2.0, the parts that Confab reads. */
public record FunctionUrlEvent(
        String rawPath,
        Map<String, String> headers,
        RequestContext requestContext,
        String body,
        boolean isBase64Encoded) {

    /** About the call itself. */
    public record RequestContext(String requestId, Http http) {}

    /** The HTTP request line and its sender. */
    public record Http(String method, String path, String sourceIp) {}
}
