package io.confab.local.invoke;

/**
 * An accepted asynchronous invocation.
 *
 * @param payload the event, as JSON text
 * @param failures how often it has failed so far
 * @param due when it may run next, in milliseconds
 */
record Invocation(String id, String method, String payload, int failures, long due) {}
