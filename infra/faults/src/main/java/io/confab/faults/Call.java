package io.confab.faults;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A function to be called.
 *
 * @param tag names the calls that belong together; their asynchronous invocations are kept under it
 * @param method the method's name
 * @param event the event as Lambda would deliver it
 */
public record Call(String tag, String method, JsonNode event) {}
