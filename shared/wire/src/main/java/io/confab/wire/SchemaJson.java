package io.confab.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.schema.SchemaReport;
import io.confab.domain.storage.Index;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What {@code applySchema} answers (docs/api/README.md#applyschema). */
public final class SchemaJson {
    private SchemaJson() {}

    public static ObjectNode report(SchemaReport report) {
        ObjectNode data = JsonNodeFactory.instance
                .objectNode()
                .put("complete", report.isComplete())
                .put("version", report.version());
        put(data, "missing", report.missing().stream().map(SchemaJson::name));
        put(data, "different", report.different().stream().map(different -> name(different.wanted())));
        put(
                data,
                "extra",
                report.extra().stream()
                        .map(extra -> name(extra.collection(), extra.stored().fields())));
        put(
                data,
                "duplicates",
                report.duplicates().stream()
                        .map(duplicate -> name(duplicate.index()) + " = " + duplicate.value() + ": "
                                + duplicate.documents() + " documents, such as "
                                + String.join(" and ", duplicate.ids())));
        return data.put("change_streams", report.changeStreams().name().toLowerCase(Locale.ROOT));
    }

    private static void put(ObjectNode data, String name, Stream<String> texts) {
        texts.forEach(data.putArray(name)::add);
    }

    private static String name(Index index) {
        return name(index.collection(), index.fields());
    }

    private static String name(String collection, List<String> fields) {
        return collection + " (" + String.join(", ", fields) + ")";
    }
}
