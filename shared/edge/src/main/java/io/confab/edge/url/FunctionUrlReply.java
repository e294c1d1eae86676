package io.confab.edge.url;

import java.util.Map;

/** The reply of a function that is called by its URL. */
public record FunctionUrlReply(int statusCode, Map<String, String> headers, String body, boolean isBase64Encoded) {}
