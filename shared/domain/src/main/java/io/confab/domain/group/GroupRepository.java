package io.confab.domain.group;

import static com.mongodb.client.model.Filters.all;
import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.elemMatch;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.nin;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.pull;
import static com.mongodb.client.model.Updates.push;
import static com.mongodb.client.model.Updates.pushEach;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import io.confab.domain.message.Message;
import io.confab.domain.storage.DuplicateKeys;
import io.confab.domain.storage.Index;
import io.confab.domain.storage.Repository;
import io.confab.domain.text.Folding;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;

/** Reads and writes {@code uni-im-group}. Every method is one database command; writes of heads as those of single chats. */
@Singleton
public class GroupRepository extends Repository<Group> {
    private static final String FOLDED_NAME = "folded_name";
    private static final String CHANGE_TIME = "change_time";

    public static final List<Index> INDEXES = List.of(
            Index.unique(Group.COLLECTION, "create_key", "a repeated creation makes one group"),
            Index.of(Group.COLLECTION, "searchGroups", "name", "_id"),
            Index.of(Group.COLLECTION, "searchGroups", FOLDED_NAME, "_id"));

    /**
     * Maximum number of pending changes of one group, which keeps the group's document far below the maximum size of a
     * document.
     */
    static final int MAX_PENDING = 32;

    private static final String PENDING = "pending_changes";
    private static final String THIS_CHANGE = PENDING + ".$";

    private final Clock clock;

    GroupRepository(Clock clock) {
        super(new Panache());
        this.clock = clock;
    }

    private static final class Panache implements PanacheMongoRepositoryBase<Group, String> {}

    public Optional<Group> findOne(String id) {
        return byId(id);
    }

    public List<Group> findAll(Collection<String> ids) {
        return byIds(ids);
    }

    /** Stores a new group, or returns the one that an earlier call of the same {@code create_key} made. */
    public Group insertOnce(Group group) {
        group.fold();
        group.changeTime = clock.millis();
        try {
            durable().insertOne(group);
            return group;
        } catch (RuntimeException e) {
            if (!DuplicateKeys.isCauseOf(e)) {
                throw e;
            }
            return findByCreateKey(group.createKey).orElseThrow();
        }
    }

    public Optional<Group> findByCreateKey(String createKey) {
        return first(eq("create_key", createKey));
    }

    /**
     * Stores changes with the group, to be carried out. Refuses (false) if a change other than a join was stored since {@code
     * seen} was read, if the group is dissolved, if too many changes are pending, or if one of them names one of the same
     * users.
     */
    public boolean promise(Group seen, Collection<String> people, List<PendingChange> changes) {
        return promise(seen, people, changes, noFilter(), List.of());
    }

    /** As {@link #promise}, and the same write makes another user the creator. */
    public boolean promiseNewCreator(
            Group seen, Collection<String> people, List<PendingChange> changes, String creatorUid) {
        return promise(seen, people, changes, noFilter(), List.of(set("user_id", creatorUid)));
    }

    /** As {@link #promise}, with announcements of fields, which the same write sets. */
    public boolean promiseSettings(
            Group seen, List<PendingChange> notices, GroupSettings settings, String byUid, long now) {
        return promise(seen, List.of(), notices, noFilter(), updates(settings, byUid, now));
    }

    /**
     * As {@link #promise}, with the announcement of the dissolution, which is the same write; but only if no join was stored
     * either: nothing is pending that is not in {@code seen}.
     */
    public boolean promiseDissolution(Group seen, PendingChange notice, long now) {
        List<String> ids = seen.pending().stream().map(pending -> pending.id).toList();
        Bson noOther = exists(PENDING + "." + ids.size(), false);
        return promise(
                seen,
                List.of(),
                List.of(notice),
                ids.isEmpty() ? noOther : and(noOther, all(PENDING + "._id", ids)),
                List.of(set("dissolved_time", now)));
    }

    /**
     * @param with other updates of the same write, which lists show
     */
    private boolean promise(
            Group seen, Collection<String> people, List<PendingChange> changes, Bson filter, List<Bson> with) {
        List<Bson> updates = new ArrayList<>(with);
        updates.add(pushEach(PENDING, changes));
        updates.add(inc("change_no", 1L));
        if (!with.isEmpty()) {
            updates.add(max(CHANGE_TIME, Math.max(seen.lastChange() + 1, clock.millis())));
        }
        return durable()
                        .updateOne(and(open(seen.id, people), eq("change_no", seen.changeNo), filter), combine(updates))
                        .getModifiedCount()
                == 1;
    }

    private static List<Bson> updates(GroupSettings settings, String byUid, long now) {
        List<Bson> updates = new ArrayList<>(List.of(max("update_time", now)));
        GroupSetting.of(settings, now).forEach(setting -> updates.add(announced(setting)));
        settings.name()
                .ifPresent(name -> updates.addAll(List.of(set("name", name), set(FOLDED_NAME, Folding.key(name)))));
        settings.introduction().ifPresent(text -> updates.add(set("introduction", text)));
        settings.notification()
                .ifPresent(text -> updates.addAll(
                        List.of(set("notification", Group.notification(text, now)), set("notification_uid", byUid))));
        settings.avatarFile().ifPresent(avatar -> updates.add(set("avatar_file", avatar.toBson())));
        settings.joinOption().ifPresent(option -> updates.add(set("join_option", option)));
        settings.muteAllMembers().ifPresent(mute -> updates.add(set("mute_all_members", mute)));
        return updates;
    }

    /** Stores a join with the group and reserves its seats, if there are enough below the limit; true if stored. */
    public boolean promiseJoin(String groupId, PendingChange join, long limit) {
        long seats = join.userIds.size();
        return durable()
                        .updateOne(
                                and(open(groupId, join.userIds), lte("member_count", limit - seats)),
                                combine(push(PENDING, join), inc("member_count", seats), inc("join_no", 1L)))
                        .getModifiedCount()
                == 1;
    }

    /** Removes a change that is completely carried out, and frees the seats that it has given back. */
    public void finish(String groupId, PendingChange change, long freed) {
        heads().updateOne(pending(groupId, change), freeing(freed, pull(PENDING, eq("_id", change.id))));
    }

    /** Replaces a change by what is left of it, and frees its seats; once, however many processes do it at the same time. */
    public void replace(String groupId, PendingChange change, PendingChange left, long freed) {
        durable()
                .updateOne(pending(groupId, change, eq("tries", change.tries)), freeing(freed, set(THIS_CHANGE, left)));
    }

    /**
     * Counts a try of a change; false if another process has counted one since the change was read, or if the change is
     * finished.
     */
    public boolean countTry(String groupId, PendingChange change, long now) {
        return heads().updateOne(
                                pending(groupId, change, eq("tries", change.tries)),
                                combine(inc(THIS_CHANGE + ".tries", 1), set(THIS_CHANGE + ".tried_time", now)))
                        .getModifiedCount()
                == 1;
    }

    /** Belongs to the write of a change that is announced: a trigger knows by it that others announce it. */
    private static Bson announced(GroupSetting setting) {
        return set("announced." + setting.field(), setting.digest());
    }

    /** Records that another program's value was announced, with the key under which its name is found. */
    public void recordAnnounced(Group group, GroupSetting setting) {
        String field = setting.field();
        Bson record = announced(setting);
        boolean isNewName =
                field.equals("name") && setting.value().asString().getValue().equals(group.name);
        durable()
                .updateOne(
                        eq("_id", group.id),
                        isNewName ? combine(record, set(FOLDED_NAME, Folding.key(group.name))) : record);
    }

    /**
     * A filter that matches the group while this change is still pending and unreplaced, so that its seats are freed only once.
     */
    private static Bson pending(String groupId, PendingChange change, Bson... more) {
        List<Bson> same = new ArrayList<>(List.of(more));
        same.add(eq("_id", change.id));
        same.add(eq("kind", change.kindName));
        return and(eq("_id", groupId), elemMatch(PENDING, and(same)));
    }

    private static Bson freeing(long freed, Bson update) {
        return freed == 0 ? update : combine(update, inc("member_count", -freed));
    }

    /** Starts to store the number of members of an imported group. */
    public void setFirstCount(String groupId, long members) {
        durable().updateOne(and(eq("_id", groupId), exists("member_count", false)), set("member_count", members));
    }

    /**
     * Groups with this name that are not dissolved, in the order of their ids: in any spelling, or exactly if a record has no
     * folded key.
     */
    public List<Group> findByName(String keyword, Optional<String> afterId, int limit) {
        return firstOf(
                plain().find(or(Stream.of(eq("name", keyword), eq(FOLDED_NAME, Folding.key(keyword)))
                                .map(name -> and(name, eq("dissolved_time", null)))
                                .map(named -> afterId.map(id -> and(named, gt("_id", id)))
                                        .orElse(named))
                                .toList()))
                        .sort(ascending("_id")),
                limit);
    }

    private static Bson open(String groupId, Collection<String> people) {
        Bson alive =
                and(eq("_id", groupId), eq("dissolved_time", null), exists(PENDING + "." + (MAX_PENDING - 1), false));
        return people.isEmpty() ? alive : and(alive, nin(PENDING + ".user_ids", people));
    }

    private static Bson noFilter() {
        return new BsonDocument();
    }

    /** As {@code advance} of a single chat, on the group. */
    public void advance(Message message, String note, long changeTime) {
        List<Bson> head = new ArrayList<>(List.of(
                set("last_seq", message.seq),
                set("last_n", message.n),
                set("update_time", message.createTime),
                set("last_msg_note", note),
                max("last_time", message.updateTime),
                max(CHANGE_TIME, changeTime)));
        if (message.rateTime != null) {
            head.add(set("rate_time", message.rateTime));
        }
        List<WriteModel<Group>> writes = new ArrayList<>();
        writes.add(new UpdateOneModel<>(and(eq("_id", message.groupId), lt("last_seq", message.seq)), combine(head)));
        if (message.revoked) {
            writes.add(new UpdateOneModel<>(
                    and(eq("_id", message.groupId), eq("last_seq", message.seq)), set("last_msg_note", note)));
            writes.add(new UpdateOneModel<>(eq("_id", message.groupId), max(CHANGE_TIME, changeTime)));
        }
        updateOnly(writes);
    }

    /** Records, before it happens, that a change with this time will be made. */
    public void announceRevoke(Message message, long time) {
        heads().updateOne(eq("_id", message.groupId), max("last_time", time));
    }

    private MongoCollection<Group> heads() {
        return quick();
    }
}
