package io.confab.local.database.index;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.DuplicateKeyError;
import io.confab.local.database.store.DurableMap;
import io.confab.local.database.store.DurableMap.Entry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * An index in a map of its own. A key is the values of the fields and then the document's place; the entry says where that
 * begins. A document has an entry for each element of an array in one of the fields.
 */
public final class StoredIndex extends OrderedIndex {
    private final DurableMap entries;
    private final boolean unique;

    /**
     * @param unique no two documents may have the same values
     * @param sparse leaves out documents that have none of the fields
     */
    public StoredIndex(DurableMap entries, String name, List<IndexKey> keys, boolean unique, boolean sparse) {
        super(name, keys, sparse);
        this.entries = entries;
        this.unique = unique;
    }

    @Override
    Iterator<Entry> scan(KeyRange range, boolean descending) {
        return entries.scan(range.from(), range.to(), descending);
    }

    @Override
    Place place(Entry entry) {
        ByteBuffer value = ByteBuffer.wrap(entry.value());
        int start = value.remaining() == Character.BYTES ? value.getChar() : value.getInt();
        return new Place(Arrays.copyOfRange(entry.key(), start, entry.key().length));
    }

    @Override
    public void checkAdd(Document document, MongoCollection<Place> collection) {
        values(document).forEach(value -> requireFree(value, getPosition(document), document, collection));
    }

    @Override
    public void add(Document document, Place place, MongoCollection<Place> collection) {
        values(document).forEach(value -> put(value.array(), place));
    }

    @Override
    public Place remove(Document document) {
        Set<ByteBuffer> values = values(document);
        Place place = getPosition(document);
        values.forEach(value -> entries.remove(key(value.array(), place)));
        return values.isEmpty() ? null : place;
    }

    @Override
    public void checkUpdate(Document oldDocument, Document newDocument, MongoCollection<Place> collection) {
        if (unique) {
            Set<ByteBuffer> added = values(newDocument);
            added.removeAll(values(oldDocument));
            added.forEach(value -> requireFree(value, getPosition(oldDocument), newDocument, collection));
        }
    }

    @Override
    public void updateInPlace(
            Document oldDocument, Document newDocument, Place place, MongoCollection<Place> collection) {
        Set<ByteBuffer> before = values(oldDocument);
        Set<ByteBuffer> after = values(newDocument);
        before.stream()
                .filter(value -> !after.contains(value))
                .forEach(value -> entries.remove(key(value.array(), place)));
        after.stream().filter(value -> !before.contains(value)).forEach(value -> put(value.array(), place));
    }

    @Override
    public long getCount() {
        return entries.size();
    }

    @Override
    public boolean isUnique() {
        return unique;
    }

    private void requireFree(ByteBuffer value, Place mine, Document document, MongoCollection<Place> collection) {
        if (unique && places(KeyRange.beginningWith(value.array()), false).anyMatch(holder -> !holder.equals(mine))) {
            Object[] shown = keys().stream()
                    .map(key -> Utils.getSubdocumentValueCollectionAware(document, key))
                    .map(shownValue -> shownValue instanceof Missing ? null : shownValue)
                    .toArray();
            throw new DuplicateKeyError(this, collection, getKeys(), new KeyValue(shown));
        }
    }

    private void put(byte[] value, Place place) {
        ByteBuffer start = value.length <= Character.MAX_VALUE
                ? ByteBuffer.allocate(Character.BYTES).putChar((char) value.length)
                : ByteBuffer.allocate(Integer.BYTES).putInt(value.length);
        entries.put(key(value, place), start.array());
    }

    private static byte[] key(byte[] value, Place place) {
        return new KeyWriter().raw(value).raw(place.bytes()).toBytes();
    }

    /** The keys of a document without its place; none if the index leaves it out. */
    private Set<ByteBuffer> values(Document document) {
        List<byte[]> keys = List.of(new byte[0]);
        boolean present = false;
        for (IndexKey field : getKeys()) {
            Object value = Utils.getSubdocumentValueCollectionAware(document, field.getKey());
            present |= !(value instanceof Missing);
            List<byte[]> longer = new ArrayList<>();
            for (byte[] key : keys) {
                for (Object element : elements(value)) {
                    byte[] bytes = KeyWriter.bytes(element);
                    longer.add(new KeyWriter()
                            .raw(key)
                            .raw(field.isAscending() ? bytes : KeyWriter.turned(bytes))
                            .toBytes());
                }
            }
            keys = longer;
        }
        Set<ByteBuffer> values = new LinkedHashSet<>();
        if (present || !isSparse()) {
            keys.forEach(key -> values.add(ByteBuffer.wrap(key)));
        }
        return values;
    }

    private static Collection<?> elements(Object value) {
        if (!(value instanceof Collection<?> elements)) {
            return Arrays.asList(value);
        }
        return elements.isEmpty() ? List.of(KeyWriter.EMPTY_ARRAY) : elements;
    }
}
