package io.confab.migrate.out;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Updates;
import io.confab.domain.conversation.Conversation;
import io.confab.domain.conversation.Heads;
import io.confab.domain.group.Group;
import io.confab.domain.message.Message;
import io.confab.domain.message.MessageRepository;
import io.confab.domain.message.MessageType;
import io.confab.domain.search.SearchBlock;
import io.confab.domain.user.User;
import io.confab.migrate.map.Documents;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Erases one user (docs/decisions/0023-an-erased-user-leaves-numbers.md). The account is closed and emptied first, so that the
 * user sends nothing more. The user's messages are revoked and their bodies deleted; number, time and sender's id are kept, so
 * numbers have no gap and unread counts stay correct. The user's name is removed from system messages, cards and forwarded
 * records of others. All other data of the user are deleted.
 *
 * <p>Every step finds its documents by the user's id and may be repeated without harm: run an interrupted erasure again. The
 * search for messages reads the whole collection, without an index. No pushes are sent; clients that ask for changes see that
 * the messages are revoked.
 */
@Singleton
public class Erasure {
    private static final int CLOSED = 4;
    private static final int BATCH = 500;

    private final MongoDatabase database;
    private final MessageRepository messages;
    private final Heads heads;
    private final GroupHandover handover;
    private final Clock clock;

    Erasure(
            MongoClient client,
            @ConfigProperty(name = "quarkus.mongodb.database") String database,
            MessageRepository messages,
            Heads heads,
            Clock clock) {
        this.database = client.getDatabase(database).withWriteConcern(WriteConcern.MAJORITY);
        this.messages = messages;
        this.heads = heads;
        this.handover = new GroupHandover(this.database, clock);
        this.clock = clock;
    }

    /**
     * Erases the user; returns the number of changes, by name.
     *
     * @throws IllegalArgumentException if there is no such user
     */
    public Map<String, Long> erase(String uid) {
        Map<String, Long> done = new LinkedHashMap<>();
        closeAccount(uid);
        done.put("account emptied and closed", 1L);
        done.put("messages revoked, bodies deleted", eraseMessages(uid));
        done.put("blocks of the search index deleted", forgetSearches(uid));
        done.put("messages of others, name taken out", eraseNames(uid));
        done.put("groups handed over or dissolved", handover.handOver(uid));
        done.put("memberships deleted", handover.leaveAll(uid));
        OneUser.erased(uid)
                .forEach((collection, filter) -> done.put(
                        collection + " deleted",
                        database.getCollection(collection).deleteMany(filter).getDeletedCount()));
        done.put("own conversation documents deleted", eraseSides(uid));
        return done;
    }

    private void closeAccount(String uid) {
        MongoCollection<Document> users = database.getCollection(User.COLLECTION);
        Document user = users.find(eq("_id", uid)).first();
        if (user == null) {
            throw new IllegalArgumentException("no user " + uid);
        }
        long now = clock.millis();
        Document closed = new Document("_id", uid)
                .append("status", CLOSED)
                .append("valid_token_date", now)
                .append("erased_time", user.get("erased_time", now));
        users.replaceOne(eq("_id", uid), closed);
    }

    private long eraseMessages(String uid) {
        Map<String, Long> headTimes = new HashMap<>();
        Bson left = and(eq("from_uid", uid), ne("type", MessageType.SYSTEM.wireName()), ne("body", ""));
        long erased = 0;
        for (Message message : database.withCodecRegistry(Documents.CODECS)
                .getCollection(Message.COLLECTION, Message.class)
                .find(left)
                .batchSize(BATCH)) {
            if (!message.revoked) {
                long headTime = headTimes.computeIfAbsent(message.conversationId, id -> headTime(message));
                long time = Math.max(clock.millis(), Math.max(headTime, message.updateTime));
                heads.announceRevoke(message, time);
                messages.revoke(message, uid, Optional.empty(), time);
                message.revoked = true;
                message.updateTime = time;
            }
            heads.advance(message, 0);
            database.getCollection(Message.COLLECTION)
                    .updateOne(
                            eq("_id", message.id),
                            combine(set("body", ""), unset("sender_device_id"), unset("client_create_time")));
            erased++;
        }
        return erased;
    }

    /**
     * Deleted in every run, for all conversations in which the user has sent messages: a block of the search index is kept
     * longer than the texts that it was made from.
     */
    private long forgetSearches(String uid) {
        Set<String> conversationIds = new HashSet<>();
        database.getCollection(Message.COLLECTION)
                .find(eq("from_uid", uid))
                .projection(Projections.include("conversation_id"))
                .batchSize(BATCH)
                .forEach(message -> conversationIds.add(message.getString("conversation_id")));
        MongoCollection<Document> blocks = database.getCollection(SearchBlock.COLLECTION);
        return conversationIds.stream()
                .mapToLong(id -> blocks.deleteMany(OneUser.idBegins(id)).getDeletedCount())
                .sum();
    }

    /** No change may have an earlier time than the conversation's head. */
    private long headTime(Message message) {
        Bson filter = message.isGroup()
                ? eq("_id", message.groupId)
                : in(
                        "user_key",
                        Conversation.userKey(message.fromUid, message.conversationId),
                        Conversation.userKey(message.toUid, message.conversationId));
        long time = 0;
        for (Document head : database.getCollection(message.isGroup() ? Group.COLLECTION : Conversation.COLLECTION)
                .find(filter)) {
            time = Math.max(time, head.get("last_time", 0L));
        }
        return time;
    }

    private long eraseNames(String uid) {
        MongoCollection<BsonDocument> stored = database.getCollection(Message.COLLECTION, BsonDocument.class);
        Bson naming = or(
                eq("body.user_list._id", uid),
                eq("body.msgList.from_uid", uid),
                and(eq("type", MessageType.USERINFO_CARD.wireName()), eq("body.user_id", uid)));
        List<BsonDocument> found = stored.find(naming).into(new ArrayList<>());
        long changed = 0;
        for (BsonDocument message : found) {
            BsonDocument body = message.getDocument("body");
            if (NamesInBody.takeOut(body, uid)) {
                changed += stored.updateOne(eq("_id", message.get("_id")), set("body", body))
                        .getModifiedCount();
            }
        }
        return changed;
    }

    /** The other users' clients learn that the conversations with this user have changed. */
    private void touchOthersSides(String uid) {
        MongoCollection<Document> sides = database.getCollection(Conversation.COLLECTION);
        long time = database.getCollection(User.COLLECTION)
                .find(eq("_id", uid))
                .first()
                .getLong("erased_time");
        for (Document side : sides.find(and(eq("user_id", uid), eq("type", Conversation.SINGLE)))
                .projection(Projections.include("id", "friend_uid"))
                .batchSize(BATCH)) {
            String key = Conversation.userKey(side.getString("friend_uid"), side.getString("id"));
            sides.updateOne(eq("user_key", key), Updates.max("change_time", time));
        }
    }

    private long eraseSides(String uid) {
        touchOthersSides(uid);
        return database.getCollection(Conversation.COLLECTION)
                .deleteMany(Filters.eq("user_id", uid))
                .getDeletedCount();
    }
}
