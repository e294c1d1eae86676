package io.confab.bench.ratio;

import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

/** The list as the replaced pattern reads it: one aggregation that joins newest message, user and group to each row. */
final class OriginalList {
    private final OriginalStore store;

    OriginalList(OriginalStore store) {
        this.store = store;
    }

    void run() {
        int length = read().size();
        if (length != store.conversationCount()) {
            throw new IllegalStateException("a list of " + length + " conversations");
        }
    }

    private List<Document> read() {
        int limit = store.conversationCount();
        return store.conversations()
                .aggregate(List.of(
                        new Document(
                                "$match",
                                new Document("user_id", OriginalStore.OWNER)
                                        .append("hidden", false)
                                        .append("leave", false)),
                        new Document("$sort", new Document("update_time", -1)),
                        new Document("$limit", limit),
                        newestMessage(),
                        lookup("uni-id-users", "friend_uid", "user_info"),
                        lookup("uni-im-group", "group_id", "group_info")))
                .batchSize(limit + 1)
                .into(new ArrayList<>());
    }

    private static Document newestMessage() {
        Document same = new Document("$expr", new Document("$eq", List.of("$conversation_id", "$$id")));
        return new Document(
                "$lookup",
                new Document("from", "uni-im-msg")
                        .append("let", new Document("id", "$id"))
                        .append(
                                "pipeline",
                                List.of(
                                        new Document("$match", same),
                                        new Document("$sort", new Document("create_time", -1)),
                                        new Document("$limit", 1)))
                        .append("as", "msgList"));
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
