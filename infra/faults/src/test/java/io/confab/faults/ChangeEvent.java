package io.confab.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** Change events as Amazon DocumentDB sends them (docs/triggers.md). */
final class ChangeEvent {
    private static final long SECONDS = 1_700_000_000L;

    private ChangeEvent() {}

    static ObjectNode insert(String collection, String id, Map<String, ?> document) {
        ObjectNode event = event("insert", collection, id);
        event.set("fullDocument", Trial.json(document));
        return event;
    }

    /** An update, the source of which had not looked the document up. */
    static ObjectNode update(String collection, String id, Map<String, ?> fields) {
        ObjectNode event = event("update", collection, id);
        event.putObject("updateDescription").set("updatedFields", Trial.json(fields));
        return event;
    }

    private static ObjectNode event(String operation, String collection, String id) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.putObject("_id").put("_data", operation + "-" + collection + "-" + id);
        event.put("operationType", operation);
        event.putObject("clusterTime").putObject("$timestamp").put("t", SECONDS).put("i", 1);
        event.putObject("ns").put("db", "confab").put("coll", collection);
        event.putObject("documentKey").put("_id", id);
        return event;
    }

    /** An invocation of sendPushMsg with these events. */
    static Call batch(String tag, JsonNode... events) {
        ObjectNode batch = JsonNodeFactory.instance.objectNode();
        batch.put("eventSource", "aws:docdb");
        ArrayNode all = batch.putArray("events");
        List.of(events).forEach(event -> all.addObject().set("event", event));
        return new Call(tag, "sendPushMsg", batch);
    }

    /** The source sends the batch until it succeeds; then everything that it has invoked is run. */
    static void tellUntilItSucceeds(Trial trial, Call batch) {
        if (trial.laboratory().now().call(batch).failure() != null) {
            String failure = trial.laboratory().later().call(batch).failure();
            if (failure != null) {
                throw new AssertionError(failure);
            }
        }
        trial.settle();
    }
}
