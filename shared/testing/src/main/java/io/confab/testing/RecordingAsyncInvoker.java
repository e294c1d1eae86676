package io.confab.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.push.AsyncInvoker;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Accepts asynchronous invocations and keeps them instead of running them. In a {@code @QuarkusTest} it takes the place
 * of the product's invoker. Thread-safe.
 */
@Alternative
@Priority(1)
@Singleton
public class RecordingAsyncInvoker implements AsyncInvoker {
    private final List<Invocation> invocations = new CopyOnWriteArrayList<>();
    private volatile RuntimeException refusal;

    /** An accepted invocation; the payload is a copy. */
    public record Invocation(String method, ObjectNode payload) {}

    @Override
    public void invoke(String method, ObjectNode payload) {
        if (refusal != null) {
            throw refusal;
        }
        invocations.add(new Invocation(method, payload.deepCopy()));
    }

    public List<Invocation> invocations() {
        return List.copyOf(invocations);
    }

    /** The payloads that one method was to get, in order. */
    public List<ObjectNode> payloads(String method) {
        return invocations.stream()
                .filter(invocation -> invocation.method().equals(method))
                .map(Invocation::payload)
                .toList();
    }

    /** From now on no invocation is accepted. */
    public void refuse(RuntimeException failure) {
        refusal = failure;
    }

    /** Forgets all and accepts again. */
    public void reset() {
        invocations.clear();
        refusal = null;
    }
}
