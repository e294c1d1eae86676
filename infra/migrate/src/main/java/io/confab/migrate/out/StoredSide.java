package io.confab.migrate.out;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.storage.FreeJson;
import java.util.List;
import java.util.Optional;
import org.bson.BsonDocument;

/** Converts a stored conversation document to the format of uni-im. */
final class StoredSide {
    static final String READ_SEQ = "read_seq";
    static final String PEER_READ_SEQ = "peer_read_seq";

    private static final List<String> ORIGINAL =
            List.of("_id", "id", "type", "user_id", "friend_uid", "group_id", "create_time");
    private static final List<String> FLAGS = List.of("pinned", "mute", "leave", "has_unread_group_notification");
    private static final String HIDDEN_AT_SEQ = "hidden_at_seq";
    static final String DELETED = "deleted";
    private static final List<String> CONFABS_OWN = List.of(
            READ_SEQ,
            "draft",
            "draft_time",
            DELETED,
            "delete_no",
            "deleted_archived_seq",
            "blocked_time",
            "notification_seen_time");

    private StoredSide() {}

    static ObjectNode plain(BsonDocument side) {
        return (ObjectNode) FreeJson.toJson(side);
    }

    /** The fields of uni-im, with unread count and preview computed, and the fields that Confab adds for the user. */
    static ObjectNode finish(ObjectNode stored, long lastSeq, long unread, String note, Optional<Long> newestTime) {
        ObjectNode side = stored.objectNode();
        for (String field : ORIGINAL) {
            copy(stored, field, side);
        }
        side.put(
                "update_time",
                newestTime.orElse(stored.path("update_time")
                        .asLong(stored.path("create_time").asLong())));
        side.put("unread_count", unread);
        side.put("last_msg_note", note);
        for (String flag : FLAGS) {
            side.put(flag, stored.path(flag).asBoolean());
        }
        side.put("hidden", lastSeq <= stored.path(HIDDEN_AT_SEQ).asLong());
        for (String field : CONFABS_OWN) {
            copy(stored, field, side);
        }
        return side;
    }

    private static void copy(ObjectNode from, String field, ObjectNode to) {
        if (from.hasNonNull(field)) {
            to.set(field, from.get(field));
        }
    }
}
