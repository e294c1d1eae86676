package io.confab.local.invoke;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.util.List;
import org.bson.Document;

/** The queue and the dead letters of the asynchronous invoker as JSON, newest first, at most 1,000 of each. */
@Singleton
public class InvocationLists {
    private final InvocationQueue queue;
    private final LocalAsyncInvoker invoker;
    private final ObjectMapper json;

    InvocationLists(InvocationQueue queue, LocalAsyncInvoker invoker, ObjectMapper json) {
        this.queue = queue;
        this.invoker = invoker;
        this.json = json;
    }

    /**
     * Invocations that were accepted and have neither succeeded nor become dead letters: {@code
     * {id,method,state,failures,due,lastError?,payload}}.
     */
    public ArrayNode waiting() throws JsonProcessingException {
        return list(queue.waiting());
    }

    /** Dead letters, in the same form. */
    public ArrayNode dead() throws JsonProcessingException {
        return list(queue.dead());
    }

    private ArrayNode list(List<Document> invocations) throws JsonProcessingException {
        ArrayNode list = json.createArrayNode();
        for (Document invocation : invocations) {
            ObjectNode shown = list.addObject();
            shown.put("id", invocation.getString("_id")).put("method", invocation.getString("method"));
            shown.put("state", state(invocation)).put("failures", invocation.getInteger("failures"));
            shown.put("due", invocation.getLong("due")).put("lastError", invocation.getString("last_error"));
            shown.set("payload", json.readTree(invocation.getString("payload")));
        }
        return list;
    }

    private String state(Document invocation) {
        if (invocation.getBoolean("dead")) {
            return "dead";
        }
        return invoker.isRunning(invocation.getString("_id")) ? "running" : "waiting";
    }
}
