package io.confab.bench.ratio;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.InsertManyOptions;
import io.confab.bench.measure.Progress;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

/**
 * Data in the form that the replaced pattern uses, in a separate database with the indexes that it needs: one user with many
 * conversations, four single chats for each group. Dropped when closed.
 */
final class OriginalStore implements AutoCloseable {
    static final String OWNER = "owner";
    private static final int BATCH = 1_000;
    private static final long START = 1_700_000_000_000L;

    private final MongoDatabase database;
    private final int conversationCount;

    OriginalStore(MongoDatabase database, int conversations, int messages) {
        this.database = database;
        this.conversationCount = conversations;
        database.drop();
        index();
        fill(conversations, messages);
    }

    MongoCollection<Document> conversations() {
        return database.getCollection("uni-im-conversation");
    }

    MongoCollection<Document> messages() {
        return database.getCollection("uni-im-msg");
    }

    MongoCollection<Document> users() {
        return database.getCollection("uni-id-users");
    }

    MongoCollection<Document> devices() {
        return database.getCollection("uni-id-device");
    }

    private MongoCollection<Document> groups() {
        return database.getCollection("uni-im-group");
    }

    static String conversationId(int number) {
        return (isGroup(number) ? "group_" : "single_") + "c" + number;
    }

    static String peer(int number) {
        return "peer" + number;
    }

    static boolean isGroup(int number) {
        return number % 5 == 4;
    }

    int conversationCount() {
        return conversationCount;
    }

    private void index() {
        conversations().createIndex(new Document("user_id", 1).append("id", 1));
        conversations().createIndex(new Document("user_id", 1).append("update_time", -1));
        messages().createIndex(new Document("conversation_id", 1).append("create_time", -1));
        devices().createIndex(new Document("user_id", 1).append("token_expired", -1));
    }

    private void fill(int conversations, int messages) {
        List<Document> people = new ArrayList<>(List.of(user(OWNER)));
        List<Document> deviceRecords = new ArrayList<>(List.of(device(OWNER)));
        List<Document> groupRecords = new ArrayList<>();
        List<Document> sides = new ArrayList<>();
        for (int i = 0; i < conversations; i++) {
            people.add(user(peer(i)));
            deviceRecords.add(device(peer(i)));
            sides.add(side(i, OWNER, peer(i)));
            sides.add(side(i, peer(i), OWNER));
            if (isGroup(i)) {
                groupRecords.add(group(i));
            }
        }
        insert(users(), people);
        insert(devices(), deviceRecords);
        insert(groups(), groupRecords);
        insert(conversations(), sides);
        List<Document> batch = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            batch.add(message(i % conversations, START + i, "message " + i));
            if (batch.size() == BATCH) {
                insert(messages(), batch);
                batch.clear();
            }
        }
        insert(messages(), batch);
        Progress.say("filled " + conversations + " conversations with " + messages + " messages");
    }

    private static void insert(MongoCollection<Document> collection, List<Document> documents) {
        if (!documents.isEmpty()) {
            collection.insertMany(documents, new InsertManyOptions().ordered(false));
        }
    }

    private static Document user(String uid) {
        return new Document("_id", uid)
                .append("username", uid)
                .append("nickname", "Nick " + uid)
                .append("avatar_file", avatar());
    }

    private static Document avatar() {
        return new Document("name", "a.png").append("extname", "png").append("url", "https://example.org/a.png");
    }

    private static Document device(String uid) {
        return new Document("user_id", uid)
                .append("appid", "bench")
                .append("device_id", "d-" + uid)
                .append("push_clientid", "cid-" + uid)
                .append("token_expired", Long.MAX_VALUE);
    }

    private static Document group(int number) {
        return new Document("_id", "g" + number)
                .append("user_id", OWNER)
                .append("name", "Group " + number)
                .append("avatar_file", avatar());
    }

    private static Document side(int number, String uid, String other) {
        Document side = new Document("id", conversationId(number))
                .append("user_id", uid)
                .append("type", isGroup(number) ? 2 : 1)
                .append("unread_count", 0)
                .append("last_msg_note", "")
                .append("hidden", false)
                .append("leave", false)
                .append("update_time", START + number);
        return isGroup(number) ? side.append("group_id", "g" + number) : side.append("friend_uid", other);
    }

    static Document message(int conversation, long time, String body) {
        return new Document("from_uid", peer(conversation))
                .append("to_uid", OWNER)
                .append("conversation_id", conversationId(conversation))
                .append("type", "text")
                .append("body", body)
                .append("is_read", false)
                .append("is_revoke", false)
                .append("appid", "bench")
                .append("create_time", time)
                .append("client_create_time", time);
    }

    @Override
    public void close() {
        database.drop();
    }
}
