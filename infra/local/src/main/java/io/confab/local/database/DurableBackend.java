package io.confab.local.database;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractMongoBackend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import io.confab.local.database.store.DurableStore;
import java.util.List;
import java.util.Set;

/**
 * The embedded database on one store, with the promise of a real one: an acknowledged write survives {@code kill -9}, and a
 * read returns nothing that could still be lost.
 */
final class DurableBackend extends AbstractMongoBackend {
    private static final Set<String> WRITES = Set.of(
            "insert",
            "update",
            "delete",
            "findAndModify",
            "findandmodify",
            "create",
            "createIndexes",
            "drop",
            "dropIndexes",
            "dropDatabase");

    private final DurableStore store;
    private final Housekeeping housekeeping;

    DurableBackend(DurableStore store) {
        this.store = store;
        store.changing(() -> {
            store.mapNames(EmbeddedDatabase.DOCUMENTS).stream()
                    .map(name -> name.substring(EmbeddedDatabase.DOCUMENTS.length()))
                    .map(namespace -> namespace.substring(0, namespace.indexOf('.')))
                    .distinct()
                    .forEach(this::resolveDatabase);
            return null;
        });
        this.housekeeping = new Housekeeping(store, this::expiring);
    }

    private List<Expiring> expiring() {
        return listDatabaseNames().stream()
                .map(this::resolveDatabase)
                .flatMap(database -> ((EmbeddedDatabase) database).expiring().stream())
                .toList();
    }

    @Override
    protected MongoDatabase openOrCreateDatabase(String name) {
        return new EmbeddedDatabase(name, store, getCursorRegistry());
    }

    @Override
    public Document handleMessage(MongoMessage message) {
        store.requireWhole();
        String command = message.getDocument().keySet().iterator().next();
        return WRITES.contains(command)
                ? store.changing(() -> super.handleMessage(message))
                : super.handleMessage(message);
    }

    @Override
    public void close() {
        housekeeping.close();
        super.close();
        store.close();
    }
}
