package io.confab.migrate.out;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.storage.FreeJson;
import io.confab.migrate.source.Source;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonDocument;

/** A stored conversation document on its way to the original's shape. */
final class StoredSide {
    static final String READ_SEQ = "read_seq";
    static final String PEER_READ_SEQ = "peer_read_seq";

    private static final String HIDDEN_AT_SEQ = "hidden_at_seq";
    private static final String DELETED = "deleted";

    private StoredSide() {}

    static ObjectNode plain(BsonDocument side) {
        return (ObjectNode) FreeJson.toJson(side);
    }

    /** Numbers that the owner has deleted for themselves and that are kept on the document. */
    static Set<Long> deleted(Source side) {
        Set<Long> seqs = new HashSet<>();
        side.json()
                .path(DELETED)
                .forEach(message -> seqs.add(message.path("seq").longValue()));
        return seqs;
    }

    /** The original's fields, and {@code read_seq}, {@code draft}, {@code deleted} where they say something more. */
    static ObjectNode finish(ObjectNode stored, long lastSeq, long unread, String note, Optional<Long> newestTime) {
        ObjectNode side = stored.objectNode();
        for (String field : new String[] {"_id", "id", "type", "user_id", "friend_uid", "group_id", "create_time"}) {
            copy(stored, field, side);
        }
        side.put(
                "update_time",
                newestTime.orElse(stored.path("update_time")
                        .asLong(stored.path("create_time").asLong())));
        side.put("unread_count", unread);
        side.put("last_msg_note", note);
        for (String flag : new String[] {"pinned", "mute", "leave", "has_unread_group_notification"}) {
            side.put(flag, stored.path(flag).asBoolean());
        }
        side.put("hidden", lastSeq <= stored.path(HIDDEN_AT_SEQ).asLong());
        copy(stored, READ_SEQ, side);
        copy(stored, "draft", side);
        copy(stored, DELETED, side);
        copy(stored, "blocked_time", side);
        return side;
    }

    private static void copy(ObjectNode from, String field, ObjectNode to) {
        if (from.hasNonNull(field)) {
            to.set(field, from.get(field));
        }
    }
}
