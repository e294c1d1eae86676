package io.confab.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ManagedContext;
import io.quarkus.funqy.runtime.FunctionInvoker;
import io.quarkus.funqy.runtime.FunctionRecorder;
import jakarta.inject.Singleton;
import java.lang.reflect.InvocationTargetException;

/** Calls the functions that Funqy found on the class path, with the JSON that Lambda would hand to them. */
@Singleton
public class FoundFunctions {
    private final ObjectMapper json;

    FoundFunctions(ObjectMapper json) {
        this.json = json;
    }

    /**
     * Runs a function in a request context of its own.
     *
     * @throws InvocationTargetException what the function threw is its cause
     */
    public JsonNode call(String method, JsonNode event) throws InvocationTargetException {
        FunctionInvoker invoker = FunctionRecorder.registry.invokers().stream()
                .filter(known -> known.getName().equals(method))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no function " + method));
        ManagedContext request = Arc.container().requestContext();
        request.activate();
        try {
            Object bean = Arc.container().select(invoker.getTargetClass()).get();
            Object input = json.treeToValue(event, json.constructType(invoker.getInputType()));
            return json.valueToTree(invoker.getMethod().invoke(bean, input));
        } catch (IllegalAccessException | JsonProcessingException e) {
            throw new IllegalStateException(e);
        } finally {
            request.terminate();
        }
    }
}
