package io.confab.bench.kill;

import io.confab.bench.client.Reply;

/** What the server answered to a send. */
record Acknowledged(String conversationId, String fromUid, String uniqueId, String id, long seq, long createTime) {

    static Acknowledged of(Chat chat, String fromUid, String uniqueId, Reply reply) {
        return new Acknowledged(
                chat.conversationId(),
                fromUid,
                uniqueId,
                reply.data().path("_id").asText(),
                reply.data().path("seq").asLong(),
                reply.data().path("create_time").asLong());
    }
}
