package io.confab.bench.ratio;

import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

/** The list as the replaced pattern reads it: one aggregation that joins newest message, user and group to each row. */
final class OriginalList {
    private final OriginalStore store;
    private final List<Document> pipeline;

    private OriginalList(OriginalStore store, Document user, Document group) {
        this.store = store;
        this.pipeline = List.of(
                new Document(
                        "$match",
                        new Document("user_id", OriginalStore.OWNER)
                                .append("hidden", false)
                                .append("leave", false)),
                new Document("$sort", new Document("update_time", -1)),
                new Document("$limit", store.conversationCount()),
                joined(
                        "uni-im-msg",
                        "id",
                        "conversation_id",
                        "msgList",
                        new Document("$sort", new Document("create_time", -1)),
                        new Document("$limit", 1)),
                user,
                group);
    }

    /** Every join is a sub-pipeline, as the replaced platform writes the joins of its clients. */
    static OriginalList ofPipelines(OriginalStore store) {
        return new OriginalList(
                store,
                joined("uni-id-users", "friend_uid", "_id", "user_info"),
                joined("uni-im-group", "group_id", "_id", "group_info"));
    }

    /** Users and groups are joined by equality of fields, which the server does faster. */
    static OriginalList ofEqualities(OriginalStore store) {
        return new OriginalList(
                store,
                lookup("uni-id-users", "friend_uid", "user_info"),
                lookup("uni-im-group", "group_id", "group_info"));
    }

    Runnable run() {
        int length = store.conversations()
                .aggregate(pipeline)
                .batchSize(store.conversationCount() + 1)
                .into(new ArrayList<>())
                .size();
        return () -> {
            if (length != store.conversationCount()) {
                throw new IllegalStateException("a list of " + length + " conversations");
            }
        };
    }

    private static Document joined(String from, String field, String foreignField, String as, Document... more) {
        Document same = new Document("$expr", new Document("$eq", List.of("$" + foreignField, "$$key")));
        List<Document> steps = new ArrayList<>(List.of(new Document("$match", same)));
        steps.addAll(List.of(more));
        return new Document(
                "$lookup",
                new Document("from", from)
                        .append("let", new Document("key", "$" + field))
                        .append("pipeline", steps)
                        .append("as", as));
    }

    private static Document lookup(String from, String field, String as) {
        return new Document(
                "$lookup",
                new Document("from", from)
                        .append("localField", field)
                        .append("foreignField", "_id")
                        .append("as", as));
    }
}
