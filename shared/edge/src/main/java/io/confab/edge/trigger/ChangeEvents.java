package io.confab.edge.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.ids.Hashes;
import io.confab.domain.trigger.Change;
import io.confab.domain.trigger.Change.Operation;
import io.confab.domain.trigger.ChangeBatch;
import io.confab.domain.trigger.ChangeRules;
import io.confab.domain.trigger.Fields;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;

/**
 * Decodes what the sources of change events send (docs/triggers.md):
 *
 * <ul>
 *   <li>Amazon DocumentDB, and the laptop's pump: {@code {eventSource:"aws:docdb",events:[{event:{…}}]}}, canonical Extended
 *       JSON;
 *   <li>MongoDB Atlas through EventBridge: {@code {source:"aws.partner/mongodb.com/…",detail:{…}}}, as plain JSON or as
 *       Extended JSON;
 *   <li>a change event by itself: {@code {operationType,ns,…}}.
 * </ul>
 *
 * A value that looks like an operator ({@code {"$ne":…}}) is a document, which no rule takes for an id.
 */
@Singleton
public class ChangeEvents {
    private static final int MAX_DEPTH = 100;
    private static final int MAX_ID = 500;
    private static final String OPERATION = "operationType";
    private static final Map<String, Operation> OPERATIONS = Map.of(
            "insert", Operation.INSERT,
            "update", Operation.UPDATE,
            "replace", Operation.REPLACE,
            "delete", Operation.DELETE);

    private final ChangeRules rules;

    ChangeEvents(ChangeRules rules) {
        this.rules = rules;
    }

    /** Whether an event of sendPushMsg tells changes of the database. */
    public boolean isOne(ObjectNode event) {
        boolean tellsChanges =
                event.path("events").isArray() || event.path("detail").isObject() || event.has(OPERATION);
        return tellsChanges && !event.has("pushParam");
    }

    /** The changes that an event tells, in their order. Each is decoded when it is its turn. */
    public List<ChangeBatch.Event> of(ObjectNode event) {
        List<ChangeBatch.Event> events = new ArrayList<>();
        if (event.path("events").isArray()) {
            event.path("events").forEach(one -> events.add(event(one.path("event"), "")));
        } else if (event.path("detail").isObject()) {
            events.add(event(event.path("detail"), event.path("id").asText()));
        } else {
            events.add(event(event, ""));
        }
        return events;
    }

    private ChangeBatch.Event event(JsonNode change, String envelopeId) {
        String token = change.path("_id").path("_data").asText();
        String id = token.isEmpty() ? envelopeId : token;
        return new ChangeBatch.Event(
                id.isEmpty() || id.length() > MAX_ID ? Hashes.md5(change.toString()) : id, () -> decode(change));
    }

    private Optional<Change> decode(JsonNode json) {
        Operation operation = OPERATIONS.get(json.path(OPERATION).asText());
        String collection = json.path("ns").path("coll").asText();
        if (operation == null || !rules.know(collection)) {
            return Optional.empty();
        }
        try {
            Optional<Fields> before = fields(json.path("fullDocumentBeforeChange"));
            Optional<Fields> after = fields(json.path("fullDocument"));
            return fields(json.path("documentKey"))
                    .flatMap(key -> key.id("_id"))
                    .or(() -> after.or(() -> before).flatMap(document -> document.id("_id")))
                    .map(id -> new Change(
                            operation,
                            collection,
                            id,
                            before,
                            after,
                            fields(json.path("updateDescription").path("updatedFields")),
                            happened(json.path("clusterTime"))));
        } catch (UnknownForm e) {
            return Optional.empty();
        }
    }

    private static Optional<Fields> fields(JsonNode json) {
        return json.isObject() ? Optional.of(new Fields(bson(json))) : Optional.empty();
    }

    /** When the change was made: a timestamp, or {@code {T,I}} in plain JSON. */
    private static Optional<BsonTimestamp> happened(JsonNode time) {
        return fields(JsonNodeFactory.instance.objectNode().set("time", time)).flatMap(wrapped -> {
            Optional<BsonValue> value = wrapped.value("time");
            if (value.filter(BsonValue::isTimestamp).isPresent()) {
                return value.map(BsonValue::asTimestamp);
            }
            Fields parts = new Fields(value.filter(BsonValue::isDocument)
                    .map(BsonValue::asDocument)
                    .orElseGet(BsonDocument::new));
            OptionalLong second = parts.number("T");
            return second.isPresent()
                    ? Optional.of(new BsonTimestamp(
                            (int) second.getAsLong(), (int) parts.number("I").orElse(0)))
                    : Optional.empty();
        });
    }

    /** Extended JSON and plain JSON alike: in plain JSON nothing looks extended. */
    private static BsonDocument bson(JsonNode json) {
        requireDepth(json, 0);
        try {
            return BsonDocument.parse(json.toString());
        } catch (RuntimeException e) {
            throw new UnknownForm(e);
        }
    }

    private static void requireDepth(JsonNode json, int depth) {
        if (depth > MAX_DEPTH) {
            throw new UnknownForm(null);
        }
        json.forEach(child -> requireDepth(child, depth + 1));
    }

    /** JSON that is no Extended JSON. */
    private static final class UnknownForm extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnknownForm(RuntimeException cause) {
            super(cause);
        }
    }
}
