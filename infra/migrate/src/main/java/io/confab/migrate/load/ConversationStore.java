package io.confab.migrate.load;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import io.confab.domain.conversation.Conversation;
import io.confab.domain.group.Group;
import io.confab.domain.group.GroupMember;
import io.confab.domain.message.Message;
import io.confab.domain.message.Preview;
import io.confab.migrate.load.Sides.Wanted;
import io.confab.migrate.map.Documents;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;

/**
 * Stores memberships, sides and heads. Missing documents are inserted; in existing ones only heads and read marks that are
 * behind move forward, each by a conditional write, so a repeat changes nothing.
 */
final class ConversationStore {
    private static final int BATCH = 1_000;

    private final MongoCollection<BsonDocument> members;
    private final MongoCollection<BsonDocument> sides;
    private final MongoCollection<Conversation> present;
    private final MongoCollection<BsonDocument> groups;

    ConversationStore(MongoDatabase database) {
        MongoDatabase safe = database.withCodecRegistry(Documents.CODECS).withWriteConcern(WriteConcern.MAJORITY);
        this.members = safe.getCollection(GroupMember.COLLECTION, BsonDocument.class);
        this.sides = safe.getCollection(Conversation.COLLECTION, BsonDocument.class);
        this.present = safe.getCollection(Conversation.COLLECTION, Conversation.class);
        this.groups = safe.getCollection(Group.COLLECTION, BsonDocument.class);
    }

    /** Stores memberships that are missing; returns the keys of existing ones, each with its document's id. */
    Map<String, String> storeMembers(List<GroupMember> wanted) {
        Map<String, String> there = new HashMap<>();
        for (List<GroupMember> part : parts(wanted)) {
            members.find(Filters.in(
                            "member_key",
                            part.stream().map(member -> member.memberKey).toList()))
                    .projection(Projections.include("member_key"))
                    .batchSize(BATCH + 1)
                    .forEach(document -> there.put(
                            document.getString("member_key").getValue(),
                            document.getString("_id").getValue()));
            List<BsonDocument> inserts = part.stream()
                    .filter(member -> !there.containsKey(member.memberKey))
                    .map(ConversationStore::document)
                    .toList();
            insert(members, inserts);
        }
        return there;
    }

    /** Always sets do-not-disturb: whether the codec reads the field or its getter depends on the JVM. */
    private static BsonDocument document(GroupMember member) {
        BsonDocument document = Documents.of(member);
        document.remove("do_not_disturb");
        return document.append("do_not_disturb", BsonBoolean.valueOf(member.isQuiet()));
    }

    /** Moves the groups' heads up to these messages. */
    void advanceGroups(List<Log> logs) {
        List<WriteModel<BsonDocument>> writes = new ArrayList<>();
        for (Log log : logs) {
            log.newest()
                    .filter(Message::isGroup)
                    .ifPresent(newest -> writes.add(new UpdateOneModel<>(
                            and(eq("_id", newest.groupId), lt("last_seq", newest.seq)),
                            combine(
                                    set("last_seq", newest.seq),
                                    set("last_n", newest.n),
                                    set("update_time", newest.createTime),
                                    set("last_msg_note", Preview.note(newest, Sides.NOTE_LENGTH)),
                                    max("last_time", log.lastTime()),
                                    max("change_time", log.lastTime())))));
        }
        if (!writes.isEmpty()) {
            groups.bulkWrite(writes);
        }
    }

    /** Stores sides that are missing, moves the others forward; returns the {@code user_key}s of those that existed. */
    Set<String> storeSides(List<Wanted> wanted) {
        Set<String> there = new HashSet<>();
        for (List<Wanted> part : parts(wanted)) {
            Map<String, Conversation> found = new HashMap<>();
            present.find(Filters.in(
                            "user_key",
                            part.stream().map(side -> side.side().userKey).toList()))
                    .projection(Projections.include("user_key", "last_seq", "read_seq", "peer_read_seq", "type"))
                    .batchSize(BATCH + 1)
                    .forEach(side -> found.put(side.userKey, side));
            List<BsonDocument> inserts = new ArrayList<>();
            List<WriteModel<BsonDocument>> updates = new ArrayList<>();
            for (Wanted side : part) {
                Conversation stored = found.get(side.side().userKey);
                if (stored == null) {
                    inserts.add(side.document());
                } else {
                    updates.addAll(forward(stored, side.side()));
                }
            }
            insert(sides, inserts);
            if (!updates.isEmpty()) {
                sides.bulkWrite(updates);
            }
            there.addAll(found.keySet());
        }
        return there;
    }

    private static List<WriteModel<BsonDocument>> forward(Conversation stored, Conversation wanted) {
        Bson key = eq("user_key", wanted.userKey);
        List<WriteModel<BsonDocument>> updates = new ArrayList<>();
        if (wanted.type == Conversation.SINGLE && stored.headSeq() < wanted.headSeq()) {
            updates.add(new UpdateOneModel<>(
                    and(key, behind("last_seq", wanted.lastSeq)),
                    combine(
                            set("last_seq", wanted.lastSeq),
                            set("last_n", wanted.lastN),
                            set("last_own_n", wanted.lastOwnN),
                            set("last_from_uid", wanted.lastFromUid),
                            set("update_time", wanted.updateTime),
                            set("last_msg_note", wanted.lastMsgNote),
                            max("last_time", wanted.lastTime),
                            max("change_time", wanted.changeTime),
                            set("shown", true),
                            set("counted", true),
                            max("revoke_seq", wanted.revokedUpTo()),
                            max("mentioned_seq", wanted.mentionedUpTo()))));
        }
        if (stored.readMark() < wanted.readSeq) {
            updates.add(new UpdateOneModel<>(
                    and(key, behind("read_seq", wanted.readSeq)),
                    combine(set("read_seq", wanted.readSeq), set("read_n", wanted.readN))));
        }
        if (stored.peerReadMark() < wanted.peerReadMark()) {
            updates.add(new UpdateOneModel<>(key, max("peer_read_seq", wanted.peerReadSeq)));
        }
        return updates;
    }

    private static Bson behind(String field, long number) {
        return or(lt(field, number), Filters.exists(field, false));
    }

    private static void insert(MongoCollection<BsonDocument> collection, List<BsonDocument> documents) {
        if (!documents.isEmpty()) {
            collection.insertMany(documents, new InsertManyOptions().ordered(false));
        }
    }

    private static <T> List<List<T>> parts(List<T> all) {
        List<List<T>> parts = new ArrayList<>();
        for (int from = 0; from < all.size(); from += BATCH) {
            parts.add(all.subList(from, Math.min(all.size(), from + BATCH)));
        }
        return parts;
    }
}
