package io.confab.bench.count;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import io.confab.bench.client.BenchUser;
import io.confab.bench.client.ConfabClient;
import io.confab.bench.client.ConversationIds;
import io.confab.bench.client.Population;
import io.confab.bench.client.Texts;
import io.confab.bench.measure.Progress;
import io.confab.bench.system.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.bson.Document;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.bson.types.ObjectId;

/**
 * An account with many single chats, all read except 200, and 50 groups. A chat of each kind and the groups are made by calls;
 * the other chats are copies of these two, made in the database.
 *
 * @param oneConversation the id of a chat far down in the list
 */
record LongHistory(BenchUser owner, int conversations, String oneConversation) {
    private static final int UNREAD = 200;
    private static final int GROUPS = 50;
    private static final int BATCH = 1_000;
    private static final long APART_MILLIS = TimeUnit.MINUTES.toMillis(10);
    private static final JsonWriterSettings EXACT =
            JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

    static LongHistory make(Target system, Population population, int conversations) throws IOException {
        ConfabClient client = system.client();
        BenchUser owner = population.user();
        BenchUser peer = population.user();
        for (int i = 0; i < GROUPS; i++) {
            String groupId = population.group(List.of(peer, owner));
            client.callOrThrow("sendMsg", peer, Texts.toGroup(groupId, "in a group"));
        }
        BenchUser read = population.user();
        BenchUser unread = population.user();
        client.callOrThrow("sendMsg", read, Texts.toUser(owner.uid(), "read"));
        client.callOrThrow("sendMsg", unread, Texts.toUser(owner.uid(), "unread"));
        client.callOrThrow(
                "clearUnreadCount", owner, Map.of("conversation_id", ConversationIds.single(owner.uid(), read.uid())));
        Copies copies = new Copies(system.database().measured(), owner.uid());
        int unreadChats = Math.min(UNREAD, conversations / 2);
        copies.make(unread.uid(), unreadChats, i -> i * 7L);
        String last = copies.make(read.uid(), conversations - unreadChats, i -> i * 1L);
        return new LongHistory(owner, conversations, last);
    }

    /** The id of no conversation. */
    String unknown() {
        return ConversationIds.single(owner.uid(), "nobody");
    }

    /** Copies of a chat of the owner with one message, each with a user of its own. */
    private record Copies(MongoDatabase database, String owner) {

        /** Returns the conversation's id of the last copy. */
        String make(String peer, int count, Function<Integer, Long> place) {
            String id = ConversationIds.single(owner, peer);
            List<Document> sides = find("uni-im-conversation", "id", id);
            List<Document> messages = find("uni-im-msg", "conversation_id", id);
            String newId = id;
            Map<String, List<Document>> batch = batch();
            for (int i = 1; i < count; i++) {
                String newPeer = new ObjectId().toHexString();
                newId = ConversationIds.single(owner, newPeer);
                long earlier = place.apply(i) * APART_MILLIS;
                batch.get("uni-id-users").add(new Document("_id", newPeer).append("nickname", "Copy " + i));
                for (Document side : sides) {
                    batch.get("uni-im-conversation").add(copy(side, peer, newPeer, id, newId, earlier));
                }
                for (Document message : messages) {
                    batch.get("uni-im-msg").add(copy(message, peer, newPeer, id, newId, earlier));
                }
                if (i % BATCH == 0) {
                    store(batch);
                    Progress.say("copied " + i + " of " + count + " conversations");
                }
            }
            store(batch);
            return newId;
        }

        private List<Document> find(String collection, String field, String value) {
            return database.getCollection(collection)
                    .find(Filters.eq(field, value))
                    .into(new ArrayList<>());
        }

        private static Map<String, List<Document>> batch() {
            return Map.of(
                    "uni-id-users", new ArrayList<>(),
                    "uni-im-conversation", new ArrayList<>(),
                    "uni-im-msg", new ArrayList<>());
        }

        private void store(Map<String, List<Document>> batch) {
            batch.forEach((name, documents) -> {
                MongoCollection<Document> collection = database.getCollection(name);
                if (!documents.isEmpty()) {
                    collection.insertMany(documents);
                }
                documents.clear();
            });
        }

        private static Document copy(
                Document from, String peer, String newPeer, String id, String newId, long earlier) {
            String documentId = new ObjectId().toHexString();
            Document copy = Document.parse(from.toJson(EXACT)
                    .replace(from.getString("_id"), documentId)
                    .replace(id, newId)
                    .replace(peer, newPeer));
            copy.replaceAll(
                    (field, value) -> field.endsWith("_time") && value instanceof Long time ? time - earlier : value);
            return copy;
        }
    }
}
