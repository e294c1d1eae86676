package io.confab.domain.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.error.Refusal;
import io.confab.domain.json.Params;
import io.confab.domain.storage.FreeJson;

/** Reads the document of a row as the parameters of a call are read. */
final class RowParams {
    private static final String UNIQUE_ID = "unique_id";
    private static final int MAX_DEPTH = 32;

    private RowParams() {}

    /**
     * The document, with a {@code unique_id}.
     *
     * @param id stands for a missing {@code unique_id}
     * @throws Refusal 400 if it is no document, for a key that begins with {@code $}, for nesting that a reader may stumble over
     */
    static Params of(IntakeRow row, String id) {
        if (row.document == null || !row.document.isDocument()) {
            throw Refusal.badParam("document", "must be an object");
        }
        ObjectNode json = (ObjectNode) FreeJson.toJson(row.document);
        requireHarmless(json, 1);
        if (!json.hasNonNull(UNIQUE_ID)) {
            json.put(UNIQUE_ID, id);
        }
        return new Params(json);
    }

    private static void requireHarmless(JsonNode json, int depth) {
        if (depth > MAX_DEPTH) {
            throw Refusal.badParam("document", "nested deeper than " + MAX_DEPTH + " levels");
        }
        json.properties().forEach(field -> {
            if (field.getKey().startsWith("$") || field.getKey().indexOf('\0') >= 0) {
                throw Refusal.badParam("document", "a key that begins with $ or contains NUL");
            }
        });
        json.forEach(child -> requireHarmless(child, depth + 1));
    }
}
