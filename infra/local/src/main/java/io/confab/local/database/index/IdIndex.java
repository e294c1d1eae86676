package io.confab.local.database.index;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.DuplicateKeyError;
import io.confab.local.database.store.DurableMap;
import io.confab.local.database.store.DurableMap.Entry;
import java.util.Iterator;
import java.util.List;

/** The index by {@code _id}: the documents themselves, which lie in that order. */
public final class IdIndex extends OrderedIndex {
    private final DurableMap documents;

    public IdIndex(DurableMap documents, String name, List<IndexKey> keys) {
        super(name, keys, false);
        this.documents = documents;
    }

    @Override
    Iterator<Entry> scan(KeyRange range, boolean descending) {
        return documents.scan(range.from(), range.to(), descending);
    }

    @Override
    Place place(Entry entry) {
        return new Place(entry.key());
    }

    @Override
    public void checkAdd(Document document, MongoCollection<Place> collection) {
        if (documents.containsKey(getPosition(document).bytes())) {
            throw new DuplicateKeyError(this, collection, getKeys(), new KeyValue(document.get("_id")));
        }
    }

    @Override
    public void add(Document document, Place place, MongoCollection<Place> collection) {
        // The collection has put it.
    }

    @Override
    public Place remove(Document document) {
        return getPosition(document);
    }

    @Override
    public void checkUpdate(Document oldDocument, Document newDocument, MongoCollection<Place> collection) {
        // An _id does not change.
    }

    @Override
    public void updateInPlace(
            Document oldDocument, Document newDocument, Place place, MongoCollection<Place> collection) {
        // An _id does not change.
    }

    @Override
    public long getCount() {
        return documents.size();
    }

    /** Never: there is nothing to build. */
    @Override
    public boolean isEmpty() {
        return false;
    }

    @Override
    public boolean isUnique() {
        return true;
    }
}
