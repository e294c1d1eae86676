package io.confab.migrate.map;

import io.confab.migrate.origin.Source;
import io.confab.migrate.origin.SourceFile;
import io.confab.migrate.report.NotTakenException;
import io.confab.migrate.report.Report;
import io.confab.migrate.source.Groups;
import java.util.List;
import java.util.function.Function;
import org.bson.BsonDocument;

/**
 * A collection whose documents are imported one by one.
 *
 * @param uniqueKeys fields of the stored document that no two may share
 * @param order the key by which documents are sorted, so that of several with the same unique key or derived id the newest
 *     comes first; null for the order of the file
 */
public record SimpleCollection(
        SourceFile file, List<String> uniqueKeys, Mapping mapping, Function<Source, String> order) {

    /** Makes the stored document. */
    interface Mapping {
        BsonDocument map(Source source, Known known, Bounds bounds) throws NotTakenException;
    }

    /**
     * The document to store.
     *
     * @param report gets the changes
     */
    public BsonDocument map(Source source, Known known, Report report) throws NotTakenException {
        return mapping.map(source, known, new Bounds(source, report));
    }

    public static final SimpleCollection USERS =
            new SimpleCollection(SourceFile.USERS, List.of(), Accounts::user, null);
    public static final SimpleCollection GROUPS =
            new SimpleCollection(SourceFile.GROUPS, List.of("create_key"), GroupMapping::group, null);

    /** All collections that only need users and groups to be stored before. */
    public static final List<SimpleCollection> OTHERS = List.of(
            new SimpleCollection(
                    SourceFile.DEVICES,
                    List.of("device_key", "cid_key"),
                    (source, known, bounds) -> Accounts.device(source, known),
                    source -> newestFirst(pair(source, "user_id", "device_id"), source, "token_expired")),
            new SimpleCollection(
                    SourceFile.DELETIONS,
                    List.of(),
                    (source, known, bounds) -> Relations.deletions(source, known),
                    null),
            new SimpleCollection(SourceFile.FRIENDS, List.of("friend_key"), Relations::friend, null),
            new SimpleCollection(
                    SourceFile.INVITES,
                    List.of(),
                    Relations::invite,
                    source -> newestFirst(pair(source, "from_uid", "to_uid"), source, "update_time")),
            new SimpleCollection(
                    SourceFile.JOINS,
                    List.of(),
                    Relations::join,
                    source -> newestFirst(pair(source, "group_id", "user_id"), source, "update_time")),
            new SimpleCollection(
                    SourceFile.NOTIFICATIONS,
                    List.of("unique_key"),
                    Relations::notification,
                    source -> newestFirst(Relations.uniqueKey(source), source, "create_time")));

    private static String newestFirst(String key, Source source, String timeField) {
        return Groups.key(
                key, Groups.sortable(Long.MAX_VALUE - source.time(timeField).orElse(0L)), source.id());
    }

    private static String pair(Source source, String field, String otherField) {
        return source.text(field).orElse("") + "#" + source.text(otherField).orElse("");
    }
}
