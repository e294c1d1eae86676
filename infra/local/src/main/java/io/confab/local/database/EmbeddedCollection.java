package io.confab.local.database;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractSynchronizedMongoCollection;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DocumentWithPosition;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.bson.Document;
import io.confab.local.database.index.Place;
import io.confab.local.database.index.Planner;
import io.confab.local.database.index.Planner.Candidates;
import io.confab.local.database.store.DurableMap;
import io.confab.local.database.store.DurableMap.Entry;
import io.confab.local.database.store.DurableStore;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A collection whose documents lie in the order of their ids. Each change of a document, with its index entries, is kept before
 * the collection lets go of it: nobody sees what could still be lost.
 */
final class EmbeddedCollection extends AbstractSynchronizedMongoCollection<Place> {
    private final DurableStore store;
    private final DurableMap documents;
    private final UnservedQueries unserved = new UnservedQueries();

    EmbeddedCollection(
            MongoDatabase database,
            String name,
            CollectionOptions options,
            CursorRegistry cursors,
            DurableStore store,
            DurableMap documents) {
        super(database, name, options, cursors);
        this.store = store;
        this.documents = documents;
    }

    @Override
    protected QueryResult queryDocuments(
            Document query, Document orderBy, int skip, int limit, int batchSize, Document projection) {
        if (isNaturalDescending(orderBy)) {
            return matchDocuments(query, orderBy, skip, limit, batchSize, projection);
        }
        boolean sorted = deriveComparator(orderBy) != null;
        Optional<Candidates> found =
                new Planner(getIndexes(), documents.size()).plan(query, sorted ? orderBy : null, skip + limit);
        if (found.isEmpty()) {
            unserved.report(getCollectionName(), documents.size(), query);
            return matchDocuments(query, orderBy, skip, limit, batchSize, projection);
        }
        Stream<Document> candidates =
                found.get().places().map(this::getDocument).filter(Objects::nonNull);
        return matchDocumentsFromStream(
                query,
                candidates,
                skip,
                limit,
                batchSize,
                found.get().ordered() ? null : deriveComparator(orderBy),
                projection);
    }

    @Override
    protected QueryResult matchDocuments(
            Document query, Document orderBy, int skip, int limit, int batchSize, Document projection) {
        Stream<Document> all = entries(isNaturalDescending(orderBy)).map(entry -> Bson.decode(entry.value()));
        return matchDocumentsFromStream(all, query, orderBy, skip, limit, batchSize, projection);
    }

    @Override
    public synchronized void addDocument(Document document) {
        super.addDocument(document);
        store.keep();
    }

    @Override
    protected Place addDocumentInternal(Document document) {
        Place place = Place.of(getIdField() == null ? UUID.randomUUID() : document.get(getIdField()));
        documents.put(place.bytes(), Bson.encode(document));
        return place;
    }

    @Override
    protected void handleUpdate(Place place, Document oldDocument, Document newDocument) {
        documents.put(place.bytes(), Bson.encode(newDocument));
        store.keep();
    }

    @Override
    protected void removeDocument(Place place) {
        documents.remove(place.bytes());
        store.keep();
    }

    @Override
    public synchronized void addIndex(Index<Place> index) {
        super.addIndex(index);
        store.keep();
    }

    @Override
    protected Document getDocument(Place place) {
        byte[] document = documents.get(place.bytes());
        return document == null ? null : Bson.decode(document);
    }

    @Override
    protected Stream<DocumentWithPosition<Place>> streamAllDocumentsWithPosition() {
        return entries(false)
                .map(entry -> new DocumentWithPosition<>(Bson.decode(entry.value()), new Place(entry.key())));
    }

    @Override
    public int count() {
        return Math.toIntExact(documents.size());
    }

    @Override
    public boolean isEmpty() {
        return documents.size() == 0;
    }

    /** Nobody asks for it, and keeping it would be one more write a change. */
    @Override
    protected boolean tracksDataSize() {
        return false;
    }

    @Override
    protected void updateDataSize(int change) {
        throw new UnsupportedOperationException("not tracked");
    }

    @Override
    protected int getDataSize() {
        return 0;
    }

    private Stream<Entry> entries(boolean descending) {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(documents.scan(null, null, descending), Spliterator.ORDERED),
                false);
    }
}
