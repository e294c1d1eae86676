package io.confab.migrate.out;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.ne;

import com.mongodb.client.MongoDatabase;
import io.confab.domain.deletion.DeletedBucket;
import io.confab.domain.device.Device;
import io.confab.domain.friend.Friend;
import io.confab.domain.friend.FriendInvite;
import io.confab.domain.group.Group;
import io.confab.domain.group.GroupJoinRequest;
import io.confab.domain.group.GroupMember;
import io.confab.domain.notification.Notification;
import io.confab.domain.user.User;
import io.confab.migrate.report.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;

/**
 * Writes the content of a database as JSON lines in the format of uni-im, one file for each collection, which an import can
 * read again. Changes nothing in the database. Documents that are kept for a limited time (finished work, nonces, rate limits)
 * are left out.
 */
public final class Export {
    private static final int BATCH = 1_000;
    private static final Bson ALL = new BsonDocument();

    private final MongoDatabase database;
    private final ExportFiles files;
    private final Progress progress;

    private Export(MongoDatabase database, ExportFiles files, Progress progress) {
        this.database = database;
        this.files = files;
        this.progress = progress;
    }

    /** Exports everything; returns the number of documents of each collection. */
    public static Map<String, Long> everything(MongoDatabase database, Path folder, Progress progress)
            throws IOException {
        try (ExportFiles files = new ExportFiles(folder)) {
            Export export = new Export(database, files, progress);
            export.write(Map.of(
                    User.COLLECTION, ALL,
                    Device.COLLECTION, ALL,
                    Group.COLLECTION, ALL,
                    GroupMember.COLLECTION, eq("left_by", null),
                    GroupJoinRequest.COLLECTION, ALL,
                    DeletedBucket.COLLECTION, ALL,
                    Friend.COLLECTION, ne("deleted", true),
                    FriendInvite.COLLECTION, ALL,
                    Notification.COLLECTION, ALL));
            new ConversationExport(database, files, progress).all();
            return files.counts();
        }
    }

    /** Exports the data of one user: account, devices, relations, memberships, own conversation documents, messages. */
    public static Map<String, Long> ofUser(MongoDatabase database, String uid, Path folder, Progress progress)
            throws IOException {
        try (ExportFiles files = new ExportFiles(folder)) {
            new Export(database, files, progress).write(OneUser.documents(uid));
            new ConversationExport(database, files, progress).of(uid);
            return files.counts();
        }
    }

    private void write(Map<String, Bson> collections) throws IOException {
        for (var collection : collections.entrySet()) {
            progress.begin("export " + collection.getKey());
            for (BsonDocument document : database.getCollection(collection.getKey(), BsonDocument.class)
                    .find(collection.getValue())
                    .batchSize(BATCH)) {
                files.write(collection.getKey(), StoredDocument.plain(document));
                progress.advance();
            }
        }
    }
}
