package io.confab.migrate.load;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Projections;
import io.confab.domain.group.Group;
import io.confab.domain.schema.Schema;
import io.confab.domain.user.User;
import io.confab.migrate.map.Known;
import io.confab.migrate.map.SimpleCollection;
import io.confab.migrate.origin.Source;
import io.confab.migrate.report.NotTakenException;
import io.confab.migrate.report.Progress;
import io.confab.migrate.report.Report;
import io.confab.migrate.source.ExportFolder;
import io.confab.migrate.source.ExternalSort;
import io.confab.migrate.source.ExternalSort.Sorted;
import java.io.IOException;
import java.util.Iterator;
import org.bson.BsonDocument;

/**
 * Imports an existing database (docs/migration.md): users and groups first, because all other documents refer to them,
 * conversations last. Existing documents are not overwritten. A repeat, also after a crash, adds what is missing and changes
 * nothing else.
 */
public final class Import {
    private static final int BATCH = 1_000;

    private final MongoDatabase database;
    private final Report report;
    private final Progress progress;
    private final Known known = new Known();

    public Import(MongoDatabase database, Report report, Progress progress) {
        this.database = database;
        this.report = report;
        this.progress = progress;
    }

    /** Imports all documents that can be taken; the others are in the report. */
    public void run(ExportFolder folder) throws IOException {
        Schema.ensureIndexes(database);
        load(folder, SimpleCollection.USERS);
        ids(User.COLLECTION, "_id")
                .forEach(user -> known.addUser(user.getString("_id").getValue()));
        load(folder, SimpleCollection.GROUPS);
        ids(Group.COLLECTION, "user_id")
                .forEach(group -> known.addGroup(
                        group.getString("_id").getValue(),
                        group.getString("user_id").getValue()));
        for (SimpleCollection collection : SimpleCollection.OTHERS) {
            load(folder, collection);
        }
        new DeviceDates(database).complete();
        new ConversationImport(database, known, report, progress).run(folder);
    }

    private void load(ExportFolder folder, SimpleCollection collection) throws IOException {
        progress.begin("store " + collection.file().collection());
        Loader loader = new Loader(database, collection, report);
        if (collection.order() == null) {
            folder.read(collection.file(), source -> load(source, collection, loader));
        } else {
            try (ExternalSort sort = new ExternalSort(collection.file())) {
                folder.read(
                        collection.file(), source -> sort.add(collection.order().apply(source), source));
                for (Iterator<Sorted> sorted = sort.sorted(); sorted.hasNext(); ) {
                    load(sorted.next().source(), collection, loader);
                }
            }
        }
        loader.flush();
    }

    private void load(Source source, SimpleCollection collection, Loader loader) {
        progress.advance();
        try {
            loader.add(source, collection.map(source, known, report));
        } catch (NotTakenException e) {
            report.notTaken(source, e);
        }
    }

    private Iterable<BsonDocument> ids(String collection, String field) {
        return database.getCollection(collection, BsonDocument.class)
                .find()
                .projection(Projections.include(field))
                .batchSize(BATCH);
    }
}
