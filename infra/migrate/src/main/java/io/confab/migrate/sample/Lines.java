package io.confab.migrate.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** The export of one collection: one document on each line, with ids and times in the forms that occur in exports. */
final class Lines implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final BufferedWriter out;

    Lines(Path folder, String collection) throws IOException {
        out = Files.newBufferedWriter(folder.resolve(collection + ".json"));
    }

    static ObjectNode object() {
        return NODES.objectNode();
    }

    /** An id as an ObjectId: {@code {"$oid":…}}. */
    static ObjectNode oid(String id) {
        return object().put("$oid", id);
    }

    /** A time in one of the forms of an export; the time decides which one. */
    static JsonNode time(long millis) {
        return switch ((int) (millis % 4)) {
            case 0 -> object().put("$numberLong", Long.toString(millis));
            case 1 -> object().put("$date", Instant.ofEpochMilli(millis).toString());
            case 2 -> object().set("$date", object().put("$numberLong", Long.toString(millis)));
            default -> NODES.numberNode(millis);
        };
    }

    static String text(JsonNode document) throws IOException {
        return JSON.writeValueAsString(document);
    }

    void write(JsonNode document) throws IOException {
        write(text(document));
    }

    void write(String line) throws IOException {
        out.write(line);
        out.newLine();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
