package io.confab.domain.group;

import static com.mongodb.client.model.Aggregates.lookup;
import static com.mongodb.client.model.Aggregates.match;
import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.setOnInsert;

import com.mongodb.WriteConcern;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import io.confab.domain.storage.DuplicateKeys;
import io.confab.domain.storage.Index;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.bson.conversions.Bson;

/** Reads and writes {@code uni-im-group-member}. Every method is one database command. */
@Singleton
public class GroupMemberRepository implements PanacheMongoRepositoryBase<GroupMember, String> {
    /** Groups that one user is in, at most, for a list (design: bounded lists). */
    public static final int MAX_GROUPS_OF_USER = 2_000;

    public static final List<Index> INDEXES = List.of(
            Index.unique(GroupMember.COLLECTION, "member_key", "one user's membership of one group"),
            Index.of(GroupMember.COLLECTION, "a hop's page of members", "group_id", "_id"),
            Index.of(GroupMember.COLLECTION, "the groups of a user", "user_id"));

    public Optional<GroupMember> findOne(String groupId, String uid) {
        return Optional.ofNullable(mongoCollection()
                .find(eq("member_key", GroupMember.key(groupId, uid)))
                .first());
    }

    public List<GroupMember> findAll(String groupId, Collection<String> uids) {
        List<String> keys =
                uids.stream().map(uid -> GroupMember.key(groupId, uid)).toList();
        return mongoCollection()
                .find(in("member_key", keys))
                .batchSize(keys.size() + 1)
                .into(new ArrayList<>());
    }

    /** A user's memberships of those of the groups that they are in. */
    public List<GroupMember> findOfUserIn(String uid, Collection<String> groupIds) {
        if (groupIds.isEmpty()) {
            return List.of();
        }
        List<String> keys =
                groupIds.stream().map(groupId -> GroupMember.key(groupId, uid)).toList();
        return mongoCollection()
                .find(in("member_key", keys))
                .batchSize(keys.size() + 1)
                .into(new ArrayList<>());
    }

    /** The next page of a group's members, in the order of their ids. */
    public List<GroupMember> findPage(String groupId, Optional<String> afterId, int limit) {
        Bson inGroup = eq("group_id", groupId);
        Bson filter = afterId.map(id -> and(inGroup, gt("_id", id))).orElse(inGroup);
        return mongoCollection()
                .find(filter)
                .sort(ascending("_id"))
                .limit(limit)
                .batchSize(limit + 1)
                .into(new ArrayList<>());
    }

    /** A membership with its group. */
    @RegisterForReflection
    public static class WithGroup extends GroupMember {
        public List<Group> groups;
    }

    /** A user's memberships, each with its group where that exists. */
    public List<WithGroup> findOfUser(String uid) {
        return mongoCollection()
                .aggregate(
                        List.of(match(eq("user_id", uid)), lookup(Group.COLLECTION, "group_id", "_id", "groups")),
                        WithGroup.class)
                .batchSize(MAX_GROUPS_OF_USER + 1)
                .into(new ArrayList<>());
    }

    /** Stores memberships where there are none yet; who is a member already stays as they are. */
    void insertMissing(List<GroupMember> members) {
        List<WriteModel<GroupMember>> writes = members.stream()
                .<WriteModel<GroupMember>>map(member -> new UpdateOneModel<>(
                        eq("member_key", member.memberKey),
                        combine(
                                setOnInsert("_id", member.id),
                                setOnInsert("group_id", member.groupId),
                                setOnInsert("user_id", member.userId),
                                setOnInsert("role", member.role),
                                setOnInsert("mute_type", member.muteType),
                                setOnInsert("create_time", member.createTime),
                                setOnInsert("join_id", member.joinId),
                                setOnInsert("join_seq", member.joinSeq),
                                setOnInsert("join_n", member.joinN)),
                        new UpdateOptions().upsert(true)))
                .toList();
        DuplicateKeys.retry(() -> mongoCollection()
                .withWriteConcern(WriteConcern.MAJORITY)
                .bulkWrite(writes, new BulkWriteOptions().ordered(false)));
    }

    /** Notes when the member last spoke. */
    public void touch(String memberId, long now) {
        mongoCollection().withWriteConcern(WriteConcern.W1).updateOne(eq("_id", memberId), set("active_time", now));
    }
}
