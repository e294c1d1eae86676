package io.confab.domain.schema;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import io.confab.domain.storage.Index;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Compares a database with the schema of this build; changes nothing. */
public final class SchemaCheck {
    private final MongoDatabase database;
    private final ChangeStreams streams;

    public SchemaCheck(MongoClient client, String database) {
        this.database = client.getDatabase(database);
        this.streams = new ChangeStreams(client, database);
    }

    /** Reads the lists of indexes; if a unique one is missing, its whole collection. */
    public SchemaReport run() {
        List<Index> missing = new ArrayList<>();
        List<SchemaReport.Different> different = new ArrayList<>();
        List<SchemaReport.Extra> extra = new ArrayList<>();
        byCollection().forEach((collection, declared) -> {
            List<StoredIndex> stored = new ArrayList<>(StoredIndex.of(database, collection));
            for (Index index : declared) {
                Optional<StoredIndex> same = StoredIndex.sameKeys(stored, index);
                if (same.isEmpty()) {
                    missing.add(index);
                } else if (!same.get().isAs(index)) {
                    different.add(new SchemaReport.Different(index, same.get()));
                }
                same.ifPresent(stored::remove);
            }
            stored.forEach(index -> extra.add(new SchemaReport.Extra(collection, index)));
        });
        Duplicates duplicates = new Duplicates(database);
        return new SchemaReport(
                SchemaVersion.read(database),
                missing,
                different,
                extra,
                missing.stream()
                        .filter(Index::unique)
                        .flatMap(index -> duplicates.of(index).stream())
                        .toList(),
                streams.state());
    }

    private static Map<String, List<Index>> byCollection() {
        return Schema.INDEXES.stream()
                .collect(Collectors.groupingBy(Index::collection, LinkedHashMap::new, Collectors.toList()));
    }
}
