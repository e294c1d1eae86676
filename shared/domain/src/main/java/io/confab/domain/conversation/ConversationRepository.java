package io.confab.domain.conversation;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.pull;
import static com.mongodb.client.model.Updates.push;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.setOnInsert;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateManyModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import io.confab.domain.group.GroupMember;
import io.confab.domain.ids.ConversationIds;
import io.confab.domain.storage.DuplicateKeys;
import io.confab.domain.storage.Index;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bson.conversions.Bson;

/**
 * Reads and writes {@code uni-im-conversation}. Every method is one database command.
 *
 * <p>Writes of heads are guarded by {@code last_seq} and wait for one server only: if such a write is lost, the head is behind,
 * and the next read corrects it.
 */
@Singleton
public class ConversationRepository extends SideRepository {
    public static final List<Index> INDEXES =
            List.of(Index.unique(Conversation.COLLECTION, "user_key", "one user's side of one conversation"));

    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

    private final Clock clock;

    ConversationRepository(Clock clock) {
        this.clock = clock;
    }

    /** When a change is made after those that are known. */
    private long changeTime(long lastChange) {
        return Math.max(lastChange + 1, clock.millis());
    }

    public Optional<Conversation> findOne(String uid, String conversationId) {
        return first(eq("user_key", Conversation.userKey(uid, conversationId)));
    }

    /** Creates those of the two sides of a single chat that are missing. */
    public void createSingle(String uid, String otherUid, long now) {
        String conversationId = ConversationIds.single(uid, otherUid);
        upsert(List.of(single(conversationId, uid, otherUid, now), single(conversationId, otherUid, uid, now)));
    }

    /** As {@link #createSingle}, and makes the conversation visible to the given participants. */
    public void openSingle(String uid, String otherUid, Collection<String> shownTo, long now) {
        String conversationId = ConversationIds.single(uid, otherUid);
        List<WriteModel<Conversation>> writes = new ArrayList<>(
                List.of(single(conversationId, uid, otherUid, now), single(conversationId, otherUid, uid, now)));
        writes.add(new UpdateManyModel<>(
                and(in("user_key", keys(shownTo, conversationId)), ne(HIDDEN_AT_SEQ, SideChanges.SHOWN)),
                combine(shownSingle(), max(CHANGE_TIME, now))));
        DuplicateKeys.retry(() -> durable().bulkWrite(writes));
    }

    /** Hides a single chat from the given participants until it has a message with a larger number than this. */
    void hide(Collection<String> uids, String conversationId, long upToSeq) {
        Bson sides = in("user_key", keys(uids, conversationId));
        Bson hide = combine(hiddenUpTo(upToSeq), max(CHANGE_TIME, changeTime(0)));
        durable()
                .bulkWrite(List.of(
                        new UpdateManyModel<>(and(sides, lte("last_seq", upToSeq)), combine(hide, set(SHOWN, false))),
                        new UpdateManyModel<>(sides, hide)));
    }

    /**
     * Changes the owner's own state of a conversation.
     *
     * @return the time of the change
     */
    public long change(Conversation mine, SideChanges changes) {
        long changeTime = changeTime(mine.lastChange());
        List<Bson> updates = new ArrayList<>(List.of(max(CHANGE_TIME, changeTime)));
        changes.pinned().ifPresent(pinned -> updates.add(set("pinned", pinned)));
        changes.mute().ifPresent(mute -> updates.add(set("mute", mute)));
        changes.draft()
                .ifPresent(draft -> updates.add(combine(set("draft", draft), set("draft_time", clock.millis()))));
        boolean isSingle = mine.type == Conversation.SINGLE;
        Optional<Long> hidden = changes.hiddenUpTo().filter(seq -> seq != SideChanges.SHOWN);
        changes.hiddenUpTo()
                .filter(seq -> seq == SideChanges.SHOWN)
                .ifPresent(seq -> updates.add(isSingle ? shownSingle() : shown()));
        hidden.ifPresent(seq -> updates.add(hiddenUpTo(seq)));
        changes.noticesSeenUntil()
                .ifPresent(time -> updates.add(
                        combine(max("notification_seen_time", time), set("has_unread_group_notification", false))));
        updateMine(mine, updates, hidden, set(SHOWN, false));
        return changeTime;
    }

    /**
     * Records that the owner removed the conversation when its newest message had this number and count. Both only grow, so if
     * two removals are written in any order, the later one stays.
     *
     * @return the time of the change
     */
    public long remove(Conversation mine, long seq, long n) {
        long changeTime = changeTime(mine.lastChange());
        updateMine(
                mine,
                List.of(hiddenUpTo(seq), max("removed_seq", seq), max("removed_n", n), max(CHANGE_TIME, changeTime)),
                Optional.of(seq),
                combine(set(SHOWN, false), set(COUNTED, false)));
        return changeTime;
    }

    /**
     * @param hidden hides the conversation up to this number
     * @param marks of a single chat that has no message above it
     */
    private void updateMine(Conversation mine, List<Bson> updates, Optional<Long> hidden, Bson marks) {
        Bson key = eq("user_key", mine.userKey);
        List<WriteModel<Conversation>> writes = new ArrayList<>();
        hidden.filter(seq -> mine.type == Conversation.SINGLE)
                .ifPresent(seq -> writes.add(
                        new UpdateOneModel<>(and(key, lte("last_seq", seq)), combine(combine(updates), marks))));
        writes.add(new UpdateOneModel<>(key, combine(updates)));
        durable().bulkWrite(writes);
    }

    private static Bson shownSingle() {
        return combine(shown(), set(SHOWN, true));
    }

    private static Bson shown() {
        return set(HIDDEN_AT_SEQ, SideChanges.SHOWN);
    }

    private static Bson hiddenUpTo(long seq) {
        return max(HIDDEN_AT_SEQ, seq);
    }

    /**
     * Creates the members' sides of a group's conversation where they are missing, marked as read up to where they joined. The
     * side of a user who has joined again starts anew from there and keeps a record of the earlier stay, in one write that
     * succeeds only if nothing of that stay has changed since it was read. {@code join_seq} grows from one stay to the next, so
     * an interrupted join that is completed too late changes nothing. One command if all sides are missing, else two, and one
     * more for each user who has joined again.
     */
    public void createForMembers(String groupId, Collection<GroupMember> members) {
        String conversationId = ConversationIds.group(groupId);
        long now = clock.millis();
        int made = upsert(members.stream()
                .map(member -> member(conversationId, member, now))
                .toList());
        Map<String, GroupMember> byUserKey = members.stream()
                .collect(Collectors.toMap(
                        member -> Conversation.userKey(member.userId, conversationId), Function.identity()));
        boolean mayHaveComeBack = made < members.size();
        while (mayHaveComeBack) {
            List<WriteModel<Conversation>> writes = find(byUserKey.keySet()).stream()
                    .filter(side -> side.joinSeq == null || side.joinSeq < byUserKey.get(side.userKey).joinSeq)
                    .map(side -> comeBack(side, byUserKey.get(side.userKey), now))
                    .toList();
            mayHaveComeBack =
                    !writes.isEmpty() && durable().bulkWrite(writes, UNORDERED).getMatchedCount() < writes.size();
        }
    }

    /** Records that members have left when the conversation's newest number was {@code seq}; each stay ends once. */
    public void leave(String groupId, Collection<GroupMember> members, long seq) {
        String conversationId = ConversationIds.group(groupId);
        long now = clock.millis();
        List<WriteModel<Conversation>> writes = members.stream()
                .<WriteModel<Conversation>>map(member -> new UpdateOneModel<>(
                        and(
                                eq("user_key", Conversation.userKey(member.userId, conversationId)),
                                in("join_seq", member.joinSeq, null),
                                ne("leave", true)),
                        combine(set("leave", true), set("leave_seq", seq), set(COUNTED, false), max(CHANGE_TIME, now))))
                .toList();
        durable().bulkWrite(writes);
    }

    /**
     * Moves the caller's read mark forward, and its copy on the other user's side of a single chat; false if it was there
     * already. A former member of a group keeps the mark with which they left.
     *
     * @param lastChange the latest change of either side that is known
     */
    public boolean moveMark(Conversation mine, long lastChange, long seq, long n) {
        long time = clock.millis();
        Bson change = max(CHANGE_TIME, changeTime(lastChange));
        Bson behind = and(eq("user_key", mine.userKey), lt("read_seq", seq), ne("leave", true));
        Bson mark = combine(set("read_seq", seq), set("read_n", n), set("read_time", time), change);
        List<WriteModel<Conversation>> writes = new ArrayList<>();
        if (mine.type == Conversation.SINGLE) {
            writes.add(new UpdateOneModel<>(and(behind, lte("last_seq", seq)), combine(mark, set(COUNTED, false))));
        }
        writes.add(new UpdateOneModel<>(behind, mark));
        if (mine.type == Conversation.SINGLE) {
            writes.add(new UpdateOneModel<>(
                    eq("user_key", Conversation.userKey(mine.friendUid, mine.conversationId)),
                    combine(max("peer_read_seq", seq), change)));
        }
        BulkWriteResult result = durable().bulkWrite(writes);
        return result.getMatchedCount() == (mine.type == Conversation.SINGLE ? 2 : 1);
    }

    /** Those of one user's sides that exist, in no particular order. */
    public List<Conversation> findAll(String uid, Collection<String> conversationIds) {
        return find(conversationIds.stream()
                .map(id -> Conversation.userKey(uid, id))
                .toList());
    }

    private List<Conversation> find(Collection<String> userKeys) {
        return list(in("user_key", userKeys), userKeys.size());
    }

    /**
     * Hides a message from the owner of this side; harmless if it is hidden already.
     *
     * @return the time of the change
     */
    public long markDeleted(Conversation mine, Conversation.DeletedMessage message) {
        long changeTime = changeTime(mine.lastChange());
        durable()
                .updateOne(
                        and(eq("user_key", mine.userKey), ne("deleted.seq", message.seq)),
                        combine(push("deleted", message), inc("delete_no", 1L), max(CHANGE_TIME, changeTime)));
        return changeTime;
    }

    /** Removes deletions up to a number, after they were copied to the archive. */
    public void forgetDeleted(Conversation mine, List<Long> seqs, long upToSeq) {
        durable()
                .updateOne(
                        eq("user_key", mine.userKey),
                        combine(max("deleted_archived_seq", upToSeq), pull("deleted", in("seq", seqs))));
    }

    private static List<String> keys(Collection<String> uids, String conversationId) {
        return uids.stream()
                .map(uid -> Conversation.userKey(uid, conversationId))
                .toList();
    }

    /**
     * Creates the sides of those writes that are missing.
     *
     * @return how many were created
     */
    private int upsert(List<WriteModel<Conversation>> writes) {
        return writes.isEmpty()
                ? 0
                : DuplicateKeys.retry(() -> durable().bulkWrite(writes, UNORDERED))
                        .getUpserts()
                        .size();
    }

    private static WriteModel<Conversation> member(String conversationId, GroupMember member, long now) {
        return insertOnce(
                member.userId,
                conversationId,
                Conversation.GROUP,
                member.createTime,
                setOnInsert(CHANGE_TIME, now),
                setOnInsert("group_id", member.groupId),
                setOnInsert("join_seq", member.joinSeq),
                setOnInsert("read_seq", member.joinSeq),
                setOnInsert("read_n", member.joinN),
                setOnInsert("notification_seen_time", member.createTime),
                setOnInsert(COUNTED, true));
    }

    private static WriteModel<Conversation> comeBack(Conversation side, GroupMember member, long now) {
        return new UpdateOneModel<>(
                and(
                        eq("user_key", side.userKey),
                        eq("join_seq", side.joinSeq),
                        eq("leave_seq", side.leaveSeq),
                        eq("read_seq", side.readSeq)),
                combine(
                        set("stays", Stay.upTo(side, member.joinSeq)),
                        set("leave", false),
                        unset("leave_seq"),
                        set(COUNTED, true),
                        max(CHANGE_TIME, now),
                        set("join_seq", member.joinSeq),
                        set("read_seq", member.joinSeq),
                        set("read_n", member.joinN),
                        set("notification_seen_time", member.createTime),
                        set("has_unread_group_notification", false)));
    }
}
