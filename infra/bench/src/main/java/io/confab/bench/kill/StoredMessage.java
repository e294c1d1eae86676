package io.confab.bench.kill;

import com.fasterxml.jackson.databind.JsonNode;

/** A message as the server returns it afterwards. */
record StoredMessage(
        String id, long seq, String fromUid, String uniqueId, boolean system, boolean revoked, long createTime) {

    static StoredMessage of(JsonNode message) {
        return new StoredMessage(
                message.path("_id").asText(),
                message.path("seq").asLong(),
                message.path("from_uid").asText(),
                message.path("unique_id").asText(null),
                message.path("type").asText().equals("system"),
                message.path("is_revoke").asBoolean(),
                message.path("create_time").asLong());
    }
}
