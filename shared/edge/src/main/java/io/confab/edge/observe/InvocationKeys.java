package io.confab.edge.observe;

import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What lines of the log say beside their text. In Lambda a process serves one invocation at a time, so whichever thread writes
 * belongs to it; the logging library's own keys ({@code MDC}) would be inherited by a thread of a pool, and stay there for all
 * invocations to come.
 */
@Singleton
class InvocationKeys {
    static final String CODE = "errCode";
    static final String METHOD = "method";
    static final String REQUEST = "requestId";
    static final String CONVERSATION = "conversationId";
    static final String COLD = "coldStart";
    private static final List<String> NAMES = List.of(CODE, METHOD, REQUEST, CONVERSATION, COLD);

    private final Map<String, String> values = new ConcurrentHashMap<>();

    void put(String name, String value) {
        values.put(name, value);
    }

    /** Those that are known, most useful first. */
    Map<String, String> known() {
        Map<String, String> known = new LinkedHashMap<>();
        for (String name : NAMES) {
            String value = values.get(name);
            if (value != null && !value.isEmpty()) {
                known.put(name, value);
            }
        }
        return known;
    }

    void clear() {
        values.clear();
    }
}
