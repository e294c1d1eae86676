package io.confab.edge.url;

import java.util.Map;

/** What a function called by its URL answers. */
public record FunctionUrlReply(int statusCode, Map<String, String> headers, String body, boolean isBase64Encoded) {}
