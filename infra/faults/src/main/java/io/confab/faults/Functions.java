package io.confab.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.confab.testing.MongoCommands;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ManagedContext;
import io.quarkus.funqy.runtime.FunctionInvoker;
import io.quarkus.funqy.runtime.FunctionRecorder;
import jakarta.inject.Singleton;
import java.lang.reflect.InvocationTargetException;

/** Calls the functions that Funqy found on the class path, as Lambda's runtime would. */
@Singleton
class Functions {
    private final ObjectMapper json;
    private final Outgoing outgoing;
    private final MongoCommands commands;

    Functions(ObjectMapper json, Outgoing outgoing, MongoCommands commands) {
        this.json = json;
        this.outgoing = outgoing;
        this.commands = commands;
    }

    Reply call(Call call) {
        FunctionInvoker invoker = FunctionRecorder.registry.invokers().stream()
                .filter(known -> known.getName().equals(call.method()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no function " + call.method()));
        ManagedContext request = Arc.container().requestContext();
        request.activate();
        outgoing.belongTo(call.tag());
        commands.reset();
        try {
            return new Reply(output(invoker, call.event()), null, commands.names());
        } catch (InvocationTargetException e) {
            return new Reply(null, e.getCause().toString(), commands.names());
        } catch (ReflectiveOperationException | JsonProcessingException e) {
            throw new IllegalStateException(e);
        } finally {
            request.terminate();
        }
    }

    private JsonNode output(FunctionInvoker invoker, JsonNode event)
            throws ReflectiveOperationException, JsonProcessingException {
        Object bean = Arc.container().select(invoker.getTargetClass()).get();
        Object input = json.treeToValue(event, json.constructType(invoker.getInputType()));
        return json.valueToTree(invoker.getMethod().invoke(bean, input));
    }
}
