package io.confab.local.invoke;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Functions that a test writes down. */
public final class FakeFunctions implements Functions {
    private final Map<String, UnaryOperator<JsonNode>> functions = new ConcurrentHashMap<>();
    private final Map<String, Boolean> internal = new ConcurrentHashMap<>();

    public FakeFunctions with(String name, UnaryOperator<JsonNode> function) {
        functions.put(name, function);
        return this;
    }

    public FakeFunctions withInternal(String name, UnaryOperator<JsonNode> function) {
        internal.put(name, true);
        return with(name, function);
    }

    @Override
    public SortedSet<String> names() {
        return new TreeSet<>(functions.keySet());
    }

    @Override
    public boolean takesUrlEvents(String name) {
        return !internal.containsKey(name);
    }

    @Override
    public JsonNode call(String name, String requestId, JsonNode event) {
        try {
            return functions.get(name).apply(event);
        } catch (RuntimeException e) {
            throw new FunctionFailure(name, e);
        }
    }
}
