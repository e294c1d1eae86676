package io.confab.bench.ratio;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Field;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Updates;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

/**
 * The three commands with which Confab sends a text in a single chat, with the indexes of its collections, directly from the
 * driver: the time that a send would take without any other code. In a separate database, which is dropped when closed.
 */
final class OwnCommands implements AutoCloseable {
    private static final String CONVERSATION = "single_floor";
    private static final List<String> PAIR = List.of("alice", "bob");
    private static final List<String> KEYS =
            PAIR.stream().map(uid -> uid + "#" + CONVERSATION).toList();

    private final MongoDatabase database;
    private final MongoCollection<Document> users;
    private final MongoCollection<Document> heads;
    private final MongoCollection<Document> messages;
    private long seq;

    OwnCommands(MongoDatabase database) {
        this.database = database;
        database.drop();
        this.users = database.getCollection("uni-id-users");
        this.heads = database.getCollection("uni-im-conversation").withWriteConcern(WriteConcern.W1);
        this.messages = database.getCollection("uni-im-msg").withWriteConcern(WriteConcern.MAJORITY);
        IndexOptions unique = new IndexOptions().unique(true);
        database.getCollection("uni-id-device").createIndex(new Document("user_id", 1));
        heads.createIndex(new Document("user_key", 1), unique);
        heads.createIndex(new Document("user_id", 1).append("update_time", -1));
        messages.createIndex(new Document("seq_key", 1), unique);
        messages.createIndex(new Document("send_key", 1), unique);
        for (String time : List.of("create_time", "update_time")) {
            messages.createIndex(
                    new Document("conversation_id", 1).append(time, 1).append("seq", 1));
        }
        messages.createIndex(new Document("unread_keys", 1).append("seq", 1));
        for (int i = 0; i < PAIR.size(); i++) {
            users.insertOne(new Document("_id", PAIR.get(i)));
            heads.insertOne(new Document("user_key", KEYS.get(i))
                    .append("user_id", PAIR.get(i))
                    .append("last_seq", 0L));
        }
    }

    Runnable send() {
        long time = System.currentTimeMillis();
        int found = users.aggregate(List.of(
                        Aggregates.match(in("_id", PAIR)),
                        Aggregates.addFields(
                                new Field<>("key", new Document("$concat", List.of("$_id", "#" + CONVERSATION)))),
                        Aggregates.lookup("uni-id-device", "_id", "user_id", "devices"),
                        Aggregates.lookup("uni-im-conversation", "key", "user_key", "conversations")))
                .into(new ArrayList<>())
                .size();
        seq++;
        messages.insertOne(new Document("seq_key", CONVERSATION + "#" + seq)
                .append("send_key", "alice#" + seq)
                .append("seq", seq)
                .append("conversation_id", CONVERSATION)
                .append("from_uid", "alice")
                .append("to_uid", "bob")
                .append("type", "text")
                .append("body", "message")
                .append("create_time", time)
                .append("update_time", time));
        heads.updateMany(
                and(in("user_key", KEYS), lt("last_seq", seq)),
                Updates.combine(
                        Updates.set("last_seq", seq),
                        Updates.set("update_time", time),
                        Updates.set("last_msg_note", "message")));
        return () -> {
            if (found != PAIR.size()) {
                throw new IllegalStateException(found + " users");
            }
        };
    }

    @Override
    public void close() {
        database.drop();
    }
}
