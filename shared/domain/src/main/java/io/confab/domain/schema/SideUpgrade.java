package io.confab.domain.schema;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.UpdateOneModel;
import io.confab.domain.conversation.Conversation;
import io.confab.domain.group.Group;
import io.confab.domain.message.Message;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * Gives the sides that an earlier version stored the marks by which lists find them ({@code shown}, {@code counted};
 * docs/decisions/0047-a-list-reads-its-page.md) and the time of their last change ({@code change_time};
 * docs/decisions/0048-what-has-changed-has-a-time.md), and corrects marks that are false where they must be true: those that an
 * earlier version wrote past, and those of heads that are behind their logs because a database lost its last writes.
 *
 * <p>Each side is changed by one write, which succeeds only if its head and state are unchanged since they were read. So it may
 * run while the system is in use, twice at the same time, and again after it was interrupted; what is right already is only
 * read. A side without marks is valid meanwhile: lists read it, only at a higher price.
 */
public final class SideUpgrade {
    private static final int BATCH = 500;
    private static final String REPLACED_INDEX = "user_id_1_update_time_-1";
    private static final String CHANGE_TIME = "change_time";
    private static final List<String> TIMES = List.of("create_time", "update_time", "last_time");
    private static final List<String> SEEN = List.of("last_seq", "hidden_at_seq", "read_seq", "removed_seq", "leave");
    private static final List<String> READ = List.of(
            "user_key",
            "id",
            "type",
            "user_id",
            "last_n",
            "last_own_n",
            "last_from_uid",
            "read_n",
            "removed_n",
            "shown",
            "counted",
            CHANGE_TIME);

    private final MongoCollection<Document> sides;
    private final MongoCollection<Document> groups;
    private final MongoCollection<Document> messages;
    private final Runnable progress;

    /** @param progress is told of each side that was looked at */
    public SideUpgrade(MongoDatabase database, Runnable progress) {
        this.sides = database.getCollection(Conversation.COLLECTION).withWriteConcern(WriteConcern.MAJORITY);
        this.groups = database.getCollection(Group.COLLECTION).withWriteConcern(WriteConcern.MAJORITY);
        this.messages = database.getCollection(Message.COLLECTION);
        this.progress = progress;
    }

    /** Looks at all groups and sides; returns how many sides were changed. */
    public long run() {
        for (Document group : groups.find(exists(CHANGE_TIME, false))
                .projection(Projections.include(TIMES))
                .batchSize(BATCH)) {
            groups.updateOne(eq("_id", group.get("_id")), max(CHANGE_TIME, lastChange(group)));
            progress.run();
        }
        long changed = upgradeSides();
        dropReplacedIndex();
        return changed;
    }

    /** The index by which earlier versions read all of a user's sides. */
    private void dropReplacedIndex() {
        for (Document index : sides.listIndexes()) {
            if (REPLACED_INDEX.equals(index.getString("name"))) {
                sides.dropIndex(REPLACED_INDEX);
            }
        }
    }

    private long upgradeSides() {
        long changed = 0;
        List<Document> batch = new ArrayList<>();
        for (Document side : sides.find()
                .projection(Projections.fields(
                        Projections.include(READ), Projections.include(SEEN), Projections.include(TIMES)))
                .batchSize(BATCH)) {
            batch.add(side);
            if (batch.size() == BATCH) {
                changed += store(batch);
            }
        }
        return changed + store(batch);
    }

    private long store(List<Document> batch) {
        Set<String> existing = existing(batch);
        List<UpdateOneModel<Document>> writes = batch.stream()
                .flatMap(side -> write(side, existing.contains(nextKey(side))).stream())
                .toList();
        batch.forEach(side -> progress.run());
        batch.clear();
        return writes.isEmpty()
                ? 0
                : sides.bulkWrite(writes, new BulkWriteOptions().ordered(false)).getModifiedCount();
    }

    /** The keys of messages that come after the heads of single chats: these heads are behind. */
    private Set<String> existing(List<Document> batch) {
        List<String> keys = batch.stream()
                .filter(SideUpgrade::isSingle)
                .map(SideUpgrade::nextKey)
                .toList();
        return keys.isEmpty()
                ? Set.of()
                : messages.find(in("seq_key", keys))
                        .projection(Projections.include("seq_key"))
                        .map(message -> message.getString("seq_key"))
                        .into(new HashSet<>());
    }

    private static String nextKey(Document side) {
        return Message.seqKey(side.getString("id"), number(side, "last_seq") + 1);
    }

    private static Optional<UpdateOneModel<Document>> write(Document side, boolean isBehind) {
        List<Bson> changes = new ArrayList<>();
        if (isSingle(side)) {
            mark(side, "shown", number(side, "last_seq") > number(side, "hidden_at_seq"), changes);
            mark(side, "counted", isBehind || hasUnread(side), changes);
        } else {
            mark(side, "counted", !Boolean.TRUE.equals(side.get("leave")), changes);
        }
        if (side.get(CHANGE_TIME) == null) {
            changes.add(max(CHANGE_TIME, lastChange(side)));
        }
        if (changes.isEmpty()) {
            return Optional.empty();
        }
        List<Bson> seen = new ArrayList<>(List.of(eq("user_key", side.get("user_key"))));
        SEEN.forEach(field -> seen.add(eq(field, side.get(field))));
        return Optional.of(new UpdateOneModel<>(and(seen), combine(changes)));
    }

    /** A mark that is true without need stays: a message may be on its way. */
    private static void mark(Document side, String field, boolean wanted, List<Bson> changes) {
        if (side.get(field) == null || (wanted && !Objects.equals(side.get(field), true))) {
            changes.add(set(field, wanted));
        }
    }

    private static long lastChange(Document side) {
        return Math.max(number(side, "create_time"), Math.max(number(side, "update_time"), number(side, "last_time")));
    }

    /** By the counts alone, which never say too little. */
    private static boolean hasUnread(Document side) {
        boolean isOwn = Objects.equals(side.getString("user_id"), side.getString("last_from_uid"));
        long byOther = isOwn ? number(side, "last_n") - number(side, "last_own_n") : number(side, "last_own_n");
        boolean isRemovedLater = number(side, "removed_seq") > number(side, "read_seq");
        return byOther > number(side, isRemovedLater ? "removed_n" : "read_n");
    }

    private static boolean isSingle(Document side) {
        return number(side, "type") == Conversation.SINGLE;
    }

    private static long number(Document side, String field) {
        return side.get(field) instanceof Number number ? number.longValue() : 0;
    }
}
