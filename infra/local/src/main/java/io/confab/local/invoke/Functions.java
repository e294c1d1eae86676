package io.confab.local.invoke;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.SortedSet;

/** Every function of this process by the name of its method. Safe for use by many threads. */
public interface Functions {
    SortedSet<String> names();

    default boolean contains(String name) {
        return names().contains(name);
    }

    /** Whether the function takes function-URL events; the others are internal (docs/api/README.md#calling-a-method). */
    boolean takesUrlEvents(String name);

    /**
     * Calls a function with an event, on the calling thread, and returns what it answered as JSON.
     *
     * @param requestId what the function finds as {@code AWSRequestId} among the log's keys
     * @throws FunctionFailure when the function threw, or the event does not fit its type
     * @throws IllegalArgumentException when there is no such function
     */
    JsonNode call(String name, String requestId, JsonNode event);
}
