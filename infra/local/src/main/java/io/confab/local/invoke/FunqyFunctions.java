package io.confab.local.invoke;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.confab.edge.url.FunctionUrlEvent;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ManagedContext;
import io.quarkus.funqy.runtime.FunctionInvoker;
import io.quarkus.funqy.runtime.FunctionRecorder;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.lang.reflect.InvocationTargetException;
import java.util.Collections;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jboss.logging.MDC;

/** The functions that Funqy found on the class path: a new function module needs no other registration for its route. */
@Singleton
final class FunqyFunctions implements Functions {
    private static final String REQUEST_ID = "AWSRequestId";

    private final ObjectMapper json;
    private final Map<String, FunctionInvoker> invokers = new TreeMap<>();

    FunqyFunctions(ObjectMapper json) {
        this.json = json;
        FunctionRecorder.registry.invokers().forEach(invoker -> invokers.put(invoker.getName(), invoker));
    }

    @Override
    public SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(invokers.keySet()));
    }

    @Override
    public boolean contains(String name) {
        return invokers.containsKey(name);
    }

    @Override
    public boolean takesUrlEvents(String name) {
        return FunctionUrlEvent.class.equals(invoker(name).getInputType());
    }

    @Override
    public JsonNode call(String name, String requestId, JsonNode event) {
        FunctionInvoker invoker = invoker(name);
        ManagedContext requestContext = Arc.container().requestContext();
        requestContext.activate();
        MDC.put(REQUEST_ID, requestId);
        try {
            return json.valueToTree(output(invoker, event));
        } catch (InvocationTargetException e) {
            throw new FunctionFailure(name, e.getCause());
        } catch (ReflectiveOperationException | JsonProcessingException | RuntimeException e) {
            throw new FunctionFailure(name, e);
        } finally {
            MDC.remove(REQUEST_ID);
            requestContext.terminate();
        }
    }

    private Object output(FunctionInvoker invoker, JsonNode event)
            throws ReflectiveOperationException, JsonProcessingException {
        Object bean = Arc.container().select(invoker.getTargetClass()).get();
        Object input = json.treeToValue(event, json.constructType(invoker.getInputType()));
        Object output = invoker.getMethod().invoke(bean, input);
        return output instanceof Uni<?> later ? later.await().indefinitely() : output;
    }

    private FunctionInvoker invoker(String name) {
        FunctionInvoker invoker = invokers.get(name);
        if (invoker == null) {
            throw new IllegalArgumentException("no function " + name);
        }
        return invoker;
    }
}
