package io.confab.local.trigger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import com.mongodb.client.model.changestream.UpdateDescription;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/** Writes change events as an event source of Amazon DocumentDB sends them: canonical Extended JSON, in a batch. */
final class DocumentDbBatch {
    private static final JsonWriterSettings CANONICAL =
            JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

    private final ObjectMapper json;
    private final ObjectNode batch;
    private final ArrayNode events;
    private long length;

    DocumentDbBatch(ObjectMapper json) {
        this.json = json;
        this.batch =
                json.createObjectNode().put("eventSourceArn", "local:confab").put("eventSource", "aws:docdb");
        this.events = batch.putArray("events");
    }

    JsonNode toJson() {
        return batch;
    }

    int size() {
        return events.size();
    }

    /** Characters of all events. */
    long length() {
        return length;
    }

    void add(ChangeStreamDocument<BsonDocument> change) {
        BsonDocument event = new BsonDocument("_id", change.getResumeToken())
                .append(
                        "operationType",
                        new BsonString(change.getOperationType().getValue()));
        put(event, "clusterTime", change.getClusterTime());
        put(event, "ns", change.getNamespaceDocument());
        put(event, "documentKey", change.getDocumentKey());
        put(event, "fullDocument", change.getFullDocument());
        put(event, "fullDocumentBeforeChange", change.getFullDocumentBeforeChange());
        UpdateDescription update = change.getUpdateDescription();
        if (update != null) {
            BsonDocument description = new BsonDocument();
            put(description, "updatedFields", update.getUpdatedFields());
            if (update.getRemovedFields() != null) {
                description.put(
                        "removedFields",
                        new BsonArray(update.getRemovedFields().stream()
                                .map(BsonString::new)
                                .toList()));
            }
            event.put("updateDescription", description);
        }
        add(event);
    }

    /** Adds the insertion of a document that was found by looking. */
    void addInserted(String database, String collection, BsonValue id) {
        add(new BsonDocument("_id", new BsonDocument("_data", new BsonString("found-" + id)))
                .append("operationType", new BsonString("insert"))
                .append(
                        "ns",
                        new BsonDocument("db", new BsonString(database)).append("coll", new BsonString(collection)))
                .append("documentKey", new BsonDocument("_id", id)));
    }

    private void add(BsonDocument event) {
        String text = event.toJson(CANONICAL);
        length += text.length();
        try {
            events.addObject().set("event", json.readTree(text));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the driver writes JSON", e);
        }
    }

    private static void put(BsonDocument document, String field, BsonValue value) {
        if (value != null) {
            document.put(field, value);
        }
    }
}
