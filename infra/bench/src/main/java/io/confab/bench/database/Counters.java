package io.confab.bench.database;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.bson.Document;

/**
 * What a MongoDB server has done so far, according to its own counters.
 *
 * @param commands by name, without those for maintaining connections and those of the benchmark
 * @param platform operations on the collections with which the laptop replaces parts of AWS; they are included in the commands
 * @param documents examined
 * @param keys examined
 */
public record Counters(Map<String, Long> commands, long platform, long documents, long keys) {
    private static final Set<String> UPKEEP = Set.of(
            "hello",
            "isMaster",
            "ping",
            "serverStatus",
            "top",
            "profile",
            "endSessions",
            "buildInfo",
            "listDatabases",
            "listCollections",
            "replSetHeartbeat",
            "replSetGetStatus",
            "saslStart",
            "saslContinue");

    static Counters of(Document serverStatus, Document top) {
        Document metrics = serverStatus.get("metrics", Document.class);
        Map<String, Long> commands = new TreeMap<>();
        metrics.get("commands", Document.class).forEach((name, value) -> {
            if (!UPKEEP.contains(name) && value instanceof Document counts && counts.get("total") instanceof Number n) {
                commands.put(name, n.longValue());
            }
        });
        Document executor = metrics.get("queryExecutor", Document.class);
        return new Counters(commands, platform(top), number(executor, "scannedObjects"), number(executor, "scanned"));
    }

    public Counters since(Counters earlier) {
        Map<String, Long> difference = new TreeMap<>();
        commands.forEach((name, total) -> {
            long more = total - earlier.commands.getOrDefault(name, 0L);
            if (more != 0) {
                difference.put(name, more);
            }
        });
        return new Counters(
                difference, platform - earlier.platform, documents - earlier.documents, keys - earlier.keys);
    }

    public long total() {
        return commands.values().stream().mapToLong(Long::longValue).sum();
    }

    private static long platform(Document top) {
        long operations = 0;
        for (Map.Entry<String, Object> namespace :
                top.get("totals", Document.class).entrySet()) {
            String name = namespace.getKey();
            if (TracedCommand.isPlatform(name.substring(name.indexOf('.') + 1))
                    && namespace.getValue() instanceof Document usage) {
                operations += number(usage.get("total", Document.class), "count");
            }
        }
        return operations;
    }

    private static long number(Document document, String name) {
        return ((Number) document.get(name)).longValue();
    }
}
