package io.confab.local.trigger;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;

/** Which changes are events: {@code infra/triggers/filters.json}, as every source of events filters. */
public final class TriggerFilter {
    private static final String FILE = "/filters.json";

    private TriggerFilter() {}

    /** For a change stream of the database; the end of the stream passes, too. */
    public static List<Bson> pipeline() {
        BsonDocument match = match();
        match.getArray("$or").add(BsonDocument.parse("{\"operationType\":\"invalidate\"}"));
        return List.of(new BsonDocument("$match", match));
    }

    private static BsonDocument match() {
        try (InputStream file = TriggerFilter.class.getResourceAsStream(FILE)) {
            return BsonDocument.parse(
                    new ObjectMapper().readTree(file).path("match").toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
