package io.confab.functions;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.confab.domain.ids.ConversationIds;
import io.confab.domain.ids.Ids;
import io.confab.testing.Chats;
import io.confab.testing.Friendships;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/**
 * Alice, with the largest account that other users can cause within the limits: every name, text and message has the maximum
 * length, in the characters that take the most bytes. One object of each kind is created by calls; the others are copies of its
 * documents.
 */
final class WorstAccount {
    static final int PEOPLE = 360;
    static final int GROUPS = 150;
    static final int NOTIFICATIONS = 60;
    static final String KEYWORD = "needle";

    private static final String EMOJI = "😀";
    private static final JsonWriterSettings EXACT =
            JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

    private final MongoDatabase database;
    private final Chats chats;

    /** Everyone but alice that she has to do with. */
    final List<String> people = new ArrayList<>();

    /** A group with all of them. */
    final String crowd;

    /** A message of that group. */
    final String heard;

    /** With carol: a few of every kind of text. */
    final List<String> texts;

    WorstAccount(MongoDatabase database, Chats chats, Friendships friendships) {
        this.database = database;
        this.chats = chats;
        this.crowd = chats.group("alice", "bob");
        String group = chats.group("bob", "alice");
        friendships.befriend("bob", "alice");
        chats.text("bob", "alice", "中".repeat(1_000));
        chats.textToGroup("bob", group, KEYWORD + "中".repeat(5_000));
        this.texts = sendTexts();
        enlarge(group);
        copyPeople();
        copyGroup(group);
        addNotifications();
        this.heard = chats.textToGroup("alice", crowd, "hear, hear").id;
    }

    private List<String> sendTexts() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            for (String text : List.of(
                    "中".repeat(49_980),
                    EMOJI.repeat(24_990),
                    "\"".repeat(24_980),
                    "\\".repeat(24_980),
                    "\u0001".repeat(8_300))) {
                ids.add(chats.text("carol", "alice", KEYWORD + text).id);
            }
        }
        return ids;
    }

    private void enlarge(String group) {
        Document avatar = new Document("name", "中".repeat(255))
                .append("extname", "中".repeat(16))
                .append("url", "https://example.com/" + EMOJI.repeat(1_014));
        update("uni-id-users", "_id", "bob", Updates.set("avatar_file", avatar));
        update("uni-id-users", "_id", "bob", Updates.set("nickname", EMOJI.repeat(45) + KEYWORD));
        update("uni-im-friend", "friend_uid", "bob", Updates.set("mark", EMOJI.repeat(15)));
        update("uni-im-friend-invite", "from_uid", "bob", Updates.set("message", "\u0001".repeat(200)));
        update(
                "uni-im-group",
                "_id",
                group,
                Updates.combine(
                        Updates.set("name", KEYWORD + EMOJI.repeat(12)),
                        Updates.set("introduction", "\u0001".repeat(240)),
                        Updates.set("avatar_file", avatar),
                        Updates.set(
                                "notification",
                                new Document("content", "\u0001".repeat(2_000))
                                        .append("create_time", 1_700_000_000_000L))));
        Bson draft = Updates.set("draft", "\u0001".repeat(5_000));
        update(
                "uni-im-conversation",
                "user_key",
                "alice#" + ConversationIds.single("alice", "bob"),
                Updates.combine(draft, Updates.set("blocked_time", 1_700_000_000_000L)));
        update("uni-im-conversation", "user_key", "alice#" + ConversationIds.group(group), draft);
        database.getCollection("uni-im-group-join")
                .insertOne(new Document("_id", Ids.next())
                        .append("group_id", crowd)
                        .append("user_id", "bob")
                        .append("message", "\u0001".repeat(200))
                        .append("state", 0)
                        .append("creat_time", 1_700_000_000_000L)
                        .append("update_time", 1_700_000_000_000L));
    }

    private void update(String collection, String key, String value, Bson change) {
        database.getCollection(collection).updateMany(Filters.eq(key, value), change);
    }

    private void copyPeople() {
        people.add("bob");
        String withBob = ConversationIds.single("alice", "bob");
        List<String> uids = IntStream.range(1, PEOPLE).mapToObj(i -> "p" + i).toList();
        people.addAll(uids);
        Map<String, Bson> ofBob = Map.of(
                "uni-id-users", Filters.eq("_id", "bob"),
                "uni-im-conversation",
                        Filters.or(
                                Filters.eq("id", withBob),
                                Filters.eq("user_key", "bob#" + ConversationIds.group(crowd))),
                "uni-im-msg", Filters.eq("conversation_id", withBob),
                "uni-im-friend", Filters.or(Filters.eq("user_id", "bob"), Filters.eq("friend_uid", "bob")),
                "uni-im-friend-invite", Filters.eq("from_uid", "bob"),
                "uni-im-group-member", Filters.and(Filters.eq("group_id", crowd), Filters.eq("user_id", "bob")),
                "uni-im-group-join", Filters.eq("user_id", "bob"));
        ofBob.forEach((collection, filter) -> copy(
                collection,
                filter,
                uids.stream()
                        .map(uid -> List.of(withBob, ConversationIds.single("alice", uid), "bob", uid))
                        .toList()));
    }

    private void copyGroup(String group) {
        List<List<String>> others = IntStream.range(1, GROUPS)
                .mapToObj(i -> List.of(group, "g" + i))
                .toList();
        copy("uni-im-group", Filters.eq("_id", group), others);
        copy("uni-im-group-member", Filters.eq("group_id", group), others);
        copy("uni-im-conversation", Filters.eq("group_id", group), others);
        copy("uni-im-msg", Filters.eq("group_id", group), others);
    }

    private void addNotifications() {
        List<Document> documents = Stream.generate(Ids::next)
                .limit(NOTIFICATIONS)
                .map(id -> new Document("_id", id)
                        .append("unique_key", id)
                        .append("user_id", "alice")
                        .append("title", "\"".repeat(1_000))
                        .append("content", "\\".repeat(1_000))
                        .append(
                                "payload",
                                new Document("type", "uni-im-notification").append("text", EMOJI.repeat(10_000)))
                        .append("is_read", false)
                        .append("create_time", 1_700_000_000_000L))
                .toList();
        database.getCollection("uni-im-notification").insertMany(documents);
    }

    /** @param renamings for each copy: a text to replace, its replacement, and so on */
    private void copy(String collection, Bson filter, List<List<String>> renamings) {
        List<Document> copies = new ArrayList<>();
        for (Document original : database.getCollection(collection).find(filter)) {
            String json = original.toJson(EXACT);
            String id = original.getString("_id");
            for (List<String> names : renamings) {
                String copy = json;
                for (int i = 0; i < names.size(); i += 2) {
                    copy = copy.replace(names.get(i), names.get(i + 1));
                }
                copies.add(Document.parse(copy.replace(id, Ids.next())));
            }
        }
        for (String unique : List.of("create_key", "send_key")) {
            copies.forEach(copy -> copy.computeIfPresent(unique, (key, value) -> "copy#" + copy.getString("_id")));
        }
        database.getCollection(collection).insertMany(copies);
    }
}
