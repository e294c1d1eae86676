package io.confab.local.database;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractSynchronizedMongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DatabaseResolver;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.Oplog;
import io.confab.local.database.index.IdIndex;
import io.confab.local.database.index.Place;
import io.confab.local.database.index.StoredIndex;
import io.confab.local.database.store.DurableStore;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.List;

/** A database whose collections and indexes are maps of one store. */
final class EmbeddedDatabase extends AbstractSynchronizedMongoDatabase<Place> {
    /** What the names of the maps with documents begin with; a namespace follows. */
    static final String DOCUMENTS = "documents/";

    private static final String ENTRIES = "index/";

    private final DurableStore store;

    EmbeddedDatabase(String name, DurableStore store, CursorRegistry cursors) {
        super(name, cursors);
        this.store = store;
        initializeNamespacesAndIndexes();
    }

    @Override
    public Document handleCommand(
            Channel channel, String command, Document query, DatabaseResolver resolver, Oplog oplog) {
        if (command.equals("aggregate") && query.get(command) instanceof String name) {
            MongoCollection<Place> collection = resolveCollection(name, false);
            BoundedAggregation bounded = BoundedAggregation.of(query);
            if (collection != null && bounded != null) {
                return bounded.run(this, collection, resolver, oplog);
            }
        }
        return super.handleCommand(channel, command, query, resolver, oplog);
    }

    /** The indexes by a date after which their documents are to be deleted. */
    List<Expiring> expiring() {
        MongoCollection<Place> descriptions = indexes.get();
        return descriptions == null
                ? List.of()
                : descriptions
                        .queryAllAsStream()
                        .filter(description -> description.get("expireAfterSeconds") instanceof Number)
                        .map(this::expiring)
                        .toList();
    }

    private Expiring expiring(Document description) {
        String namespace = (String) description.get("ns");
        Document key = (Document) description.get("key");
        return new Expiring(
                resolveCollection(namespace.substring(getDatabaseName().length() + 1), true),
                key.keySet().iterator().next(),
                Duration.ofSeconds(((Number) description.get("expireAfterSeconds")).longValue()));
    }

    @Override
    protected MongoCollection<Place> openOrCreateCollection(String name, CollectionOptions options) {
        return new EmbeddedCollection(
                this, name, options, cursorRegistry, store, store.map(DOCUMENTS + getFullCollectionNamespace(name)));
    }

    @Override
    protected Index<Place> openOrCreateUniqueIndex(
            String collection, String name, List<IndexKey> keys, boolean sparse) {
        return keys.size() == 1 && keys.get(0).getKey().equals("_id")
                ? new IdIndex(store.map(DOCUMENTS + getFullCollectionNamespace(collection)), name, keys)
                : new StoredIndex(store.map(entries(collection, name)), name, keys, true, sparse);
    }

    @Override
    protected Index<Place> openOrCreateSecondaryIndex(
            String collection, String name, List<IndexKey> keys, boolean sparse) {
        return new StoredIndex(store.map(entries(collection, name)), name, keys, false, sparse);
    }

    @Override
    protected void dropIndex(MongoCollection<Place> collection, String name) {
        super.dropIndex(collection, name);
        store.removeMap(entries(collection.getCollectionName(), name));
    }

    @Override
    public void dropCollection(String name, Oplog oplog) {
        super.dropCollection(name, oplog);
        store.removeMap(DOCUMENTS + getFullCollectionNamespace(name));
    }

    @Override
    public void moveCollection(MongoDatabase oldDatabase, MongoCollection<?> collection, String newName) {
        throw new UnsupportedOperationException("collections are not renamed");
    }

    @Override
    protected long getStorageSize() {
        return 0;
    }

    @Override
    protected long getFileSize() {
        return 0;
    }

    private String entries(String collection, String index) {
        return ENTRIES + getFullCollectionNamespace(collection) + "/" + index;
    }
}
