package io.confab.bench.database;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.Document;

/**
 * One command (or one statement of a bulk write) as the profiler recorded it.
 *
 * @param fields the fields of its filter, to tell commands apart; sorted
 * @param bytes of the server's reply
 * @param timeMillis when it ended, by the server's clock
 */
public record TracedCommand(
        String name, String collection, List<String> fields, long documents, long keys, long bytes, long timeMillis) {
    /**
     * Collections with which the laptop replaces parts of AWS: commands on its queue of invocations are not commands of a
     * method.
     */
    private static final String PLATFORM = "confab-local-";

    static final String QUEUE = PLATFORM + "invocation";

    private static final Map<String, String> BY_OP =
            Map.of("query", "find", "getmore", "getMore", "remove", "delete", "insert", "insert", "update", "update");
    private static final Set<String> NO_METHODS = Set.of("createIndexes", "listIndexes", "create", "collMod");

    static TracedCommand of(Document entry) {
        Document command = entry.get("command", Document.class);
        String op = entry.getString("op");
        String name = BY_OP.getOrDefault(op, op.equals("command") ? firstKey(command) : op);
        String namespace = entry.getString("ns");
        return new TracedCommand(
                name,
                namespace.substring(namespace.indexOf('.') + 1),
                fields(command),
                number(entry, "docsExamined"),
                number(entry, "keysExamined"),
                number(entry, "responseLength"),
                entry.getDate("ts").getTime());
    }

    static boolean isRelevant(Document entry) {
        Document command = entry.get("command", Document.class);
        Document origin = entry.get("originatingCommand", Document.class);
        String namespace = entry.getString("ns");
        String collection = namespace.substring(namespace.indexOf('.') + 1);
        return command != null
                && !Database.APPLICATION.equals(entry.getString("appName"))
                && !collection.startsWith("$cmd")
                && !collection.startsWith("system.")
                && !isChangeStream(command)
                && !(origin != null && isChangeStream(origin))
                && !NO_METHODS.contains(firstKey(command));
    }

    /** Whether the command belongs to the laptop's replacement of AWS, and not to a method. */
    boolean isOfPlatform() {
        return isPlatform(collection);
    }

    static boolean isPlatform(String collection) {
        return collection.startsWith(PLATFORM);
    }

    boolean isBulkable() {
        return name.equals("update") || name.equals("delete");
    }

    /** The properties that two commands of the same kind have in common. */
    public String shape() {
        return name + " " + collection + " {" + String.join(",", fields) + "}";
    }

    private static boolean isChangeStream(Document command) {
        return command.get("pipeline") instanceof List<?> pipeline
                && !pipeline.isEmpty()
                && pipeline.get(0) instanceof Document first
                && first.containsKey("$changeStream");
    }

    private static List<String> fields(Document command) {
        Object selection = command.containsKey("q")
                ? command.get("q")
                : command.getOrDefault("filter", command.getOrDefault("query", command.get("pipeline")));
        if (selection instanceof List<?> pipeline && !pipeline.isEmpty() && pipeline.get(0) instanceof Document first) {
            selection = first.getOrDefault("$match", first);
        }
        return selection instanceof Document document
                ? document.keySet().stream().sorted().collect(Collectors.toList())
                : List.of();
    }

    private static String firstKey(Document document) {
        return document.keySet().iterator().next();
    }

    private static long number(Document entry, String field) {
        return entry.get(field) instanceof Number n ? n.longValue() : 0;
    }
}
