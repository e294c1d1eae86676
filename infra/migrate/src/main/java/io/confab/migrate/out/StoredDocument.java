package io.confab.migrate.out;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.storage.FreeJson;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** A stored document without the fields that only Confab itself needs. */
final class StoredDocument {
    /**
     * Derived keys, leases, pending changes, heads: an import derives them again, or they have no meaning outside of Confab.
     */
    private static final Set<String> OWN = Set.of(
            "create_key",
            "folded_username",
            "folded_nickname",
            "folded_name",
            "pending_joins",
            "pending_changes",
            "change_no",
            "member_count",
            "last_seq",
            "last_n",
            "last_time",
            "last_msg_note",
            "member_key",
            "join_id",
            "join_seq",
            "join_n",
            "role_no",
            "friend_key",
            "hide_seq",
            "removing",
            "expire_at",
            "unique_key",
            "device_key",
            "cid_key",
            "connection_id",
            "revoked_tokens",
            "rate_time",
            "unfinished");

    private StoredDocument() {}

    /** The document as plain JSON. */
    static ObjectNode plain(BsonDocument document) {
        BsonDocument kept = new BsonDocument();
        document.forEach((field, value) -> {
            if (!OWN.contains(field) && isJson(value)) {
                kept.append(field, value);
            }
        });
        JsonNode json = FreeJson.toJson(kept);
        return (ObjectNode) json;
    }

    private static boolean isJson(BsonValue value) {
        return switch (value.getBsonType()) {
            case DOCUMENT, ARRAY, STRING, BOOLEAN, INT32, INT64, DOUBLE, NULL, OBJECT_ID, DATE_TIME -> true;
            default -> false;
        };
    }
}
