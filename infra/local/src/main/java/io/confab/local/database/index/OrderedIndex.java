package io.confab.local.database.index;

import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import io.confab.local.database.store.DurableMap.Entry;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * An index whose keys are in the order of its fields. It is asked by {@link Planner} alone, never by the library's own choice of an
 * index.
 */
public abstract class OrderedIndex extends Index<Place> {
    OrderedIndex(String name, List<IndexKey> keys, boolean sparse) {
        super(name, keys, sparse);
    }

    /** Whether documents without its fields are missing in it. */
    boolean leavesOut() {
        return isSparse();
    }

    /** The entries in a range of keys. */
    abstract Iterator<Entry> scan(KeyRange range, boolean descending);

    /** Which document an entry is of. */
    abstract Place place(Entry entry);

    /** The places of a range in the order of the keys; a document with several values may come several times. */
    final Stream<Place> places(KeyRange range, boolean descending) {
        Iterator<Entry> entries = scan(range, descending);
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(entries, Spliterator.ORDERED), false)
                .map(this::place);
    }

    @Override
    public final Place getPosition(Document document) {
        return Place.of(document.get("_id"));
    }

    @Override
    public final boolean canHandle(Document query) {
        return false;
    }

    @Override
    public final Iterable<Place> getPositions(Document query) {
        throw new UnsupportedOperationException("the planner asks");
    }

    @Override
    public final long getDataSize() {
        return getCount();
    }

    @Override
    public void drop() {
        // The database removes the map.
    }
}
