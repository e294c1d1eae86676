package io.confab.domain.group;

import static com.mongodb.client.model.Accumulators.push;
import static com.mongodb.client.model.Accumulators.sum;
import static com.mongodb.client.model.Aggregates.group;
import static com.mongodb.client.model.Aggregates.limit;
import static com.mongodb.client.model.Aggregates.lookup;
import static com.mongodb.client.model.Aggregates.match;
import static com.mongodb.client.model.Aggregates.project;
import static com.mongodb.client.model.Aggregates.sort;
import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;
import static com.mongodb.client.model.Updates.set;

import io.confab.domain.storage.Index;
import io.confab.domain.storage.Repository;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.codecs.pojo.annotations.BsonIgnore;
import org.bson.conversions.Bson;

/** Reads and writes {@code uni-im-group-member}. Every method is one database command. */
@Singleton
public class GroupMemberRepository extends Repository<GroupMember> {
    /** Maximum number of groups of one user that a list reads. */
    public static final int MAX_GROUPS_OF_USER = 2_000;

    public static final List<Index> INDEXES = List.of(
            Index.unique(GroupMember.COLLECTION, "member_key", "one user's membership of one group"),
            Index.of(GroupMember.COLLECTION, "a hop's page of members; getGroupMemberList", "group_id", "_id"),
            Index.of(GroupMember.COLLECTION, "creator and admins of a group", "group_id", "role"),
            Index.of(
                    GroupMember.COLLECTION,
                    "who of a page has set do-not-disturb",
                    "group_id",
                    "do_not_disturb",
                    "_id"),
            Index.of(GroupMember.COLLECTION, "the groups of a user; getGroupList", "user_id", "-create_time", "-_id"));

    GroupMemberRepository() {
        super(new Panache());
    }

    private static final class Panache implements PanacheMongoRepositoryBase<GroupMember, String> {}

    public Optional<GroupMember> findOne(String groupId, String uid) {
        return findAll(groupId, List.of(uid)).stream().findFirst();
    }

    /** Those of the users who are members, in no particular order. */
    public List<GroupMember> findAll(String groupId, Collection<String> uids) {
        return findEver(groupId, uids).stream().filter(GroupMember::isMember).toList();
    }

    /** The memberships of these users, present and former. */
    public List<GroupMember> findEver(String groupId, Collection<String> uids) {
        List<String> keys =
                uids.stream().map(uid -> GroupMember.key(groupId, uid)).toList();
        return list(in("member_key", keys), keys.size());
    }

    /** A user's memberships of these groups, except dissolved ones. */
    public List<WithGroup> findOfUserIn(String uid, Collection<String> groupIds) {
        if (groupIds.isEmpty()) {
            return List.of();
        }
        List<String> keys =
                groupIds.stream().map(groupId -> GroupMember.key(groupId, uid)).toList();
        return list(
                        plain().aggregate(
                                        List.of(
                                                match(in("member_key", keys)),
                                                lookup(Group.COLLECTION, "group_id", "_id", "groups")),
                                        WithGroup.class),
                        keys.size())
                .stream()
                .filter(member -> member.isStanding() && !member.group().isDissolved())
                .toList();
    }

    /** A membership with its group, if both exist. */
    public Optional<WithGroup> findWithGroup(String groupId, String uid) {
        return Optional.ofNullable(plain().aggregate(
                                List.of(
                                        match(eq("member_key", GroupMember.key(groupId, uid))),
                                        lookup(Group.COLLECTION, "group_id", "_id", "groups")),
                                WithGroup.class)
                        .first())
                .filter(WithGroup::isStanding);
    }

    /** Creator and admins, up to the number that is notified of a request. */
    public List<GroupMember> findManagers(String groupId, int limit) {
        return firstOf(
                plain().find(and(eq("group_id", groupId), in("role", GroupMember.CREATOR, GroupMember.ADMIN))), limit);
    }

    /** The memberships in which this user is creator or admin. */
    public List<GroupMember> findManaged(String uid) {
        return list(and(eq("user_id", uid), in("role", GroupMember.CREATOR, GroupMember.ADMIN)), MAX_GROUPS_OF_USER);
    }

    public long countMembers(String groupId) {
        return count(eq("group_id", groupId));
    }

    /** Those of the users who have at least this number of memberships, dissolved groups included. */
    public List<String> findUsersWith(Collection<String> uids, int memberships) {
        return list(
                plain().aggregate(
                                List.of(
                                        match(in("user_id", uids)),
                                        group("$user_id", sum("count", 1)),
                                        match(gte("count", memberships))),
                                Document.class)
                        .map(user -> user.getString("_id")),
                uids.size());
    }

    /** The next page of a group's members, in the order of their ids. */
    public List<GroupMember> findPage(String groupId, Optional<String> afterId, int limit) {
        return firstOf(plain().find(after(groupId, afterId)).sort(ascending("_id")), limit);
    }

    /** As {@link #findPage}, with only the users and their do-not-disturb. */
    public List<GroupMember> findPlaces(String groupId, Optional<String> afterId, int limit) {
        return firstOf(
                plain().find(after(groupId, afterId))
                        .projection(include("user_id", "do_not_disturb"))
                        .sort(ascending("_id")),
                limit);
    }

    /** The users of a page who have set do-not-disturb. Reads only their documents. */
    public List<String> findQuiet(String groupId, Optional<String> afterId, Optional<String> lastId, int limit) {
        Bson quiet = and(after(groupId, afterId), eq("do_not_disturb", true));
        return firstOf(
                        plain().find(lastId.map(id -> and(quiet, lte("_id", id)))
                                        .orElse(quiet))
                                .projection(include("user_id", "do_not_disturb")),
                        limit)
                .stream()
                .map(member -> member.userId)
                .toList();
    }

    private static Bson after(String groupId, Optional<String> afterId) {
        Bson inGroup = eq("group_id", groupId);
        return afterId.map(id -> and(inGroup, gt("_id", id))).orElse(inGroup);
    }

    /** A membership with its group. */
    @RegisterForReflection
    public static class WithGroup extends GroupMember {
        public List<Group> groups;

        /** Whether the group exists, and no pending change ends the membership. */
        @BsonIgnore
        public boolean isStanding() {
            return isMember() && groups.size() == 1 && !group().isLeaving(this);
        }

        public Group group() {
            return groups.get(0);
        }
    }

    /** A user's memberships, each with its group if that exists. */
    public List<WithGroup> findOfUser(String uid) {
        return list(
                plain().aggregate(
                                List.of(
                                        match(eq("user_id", uid)),
                                        lookup(Group.COLLECTION, "group_id", "_id", "groups")),
                                WithGroup.class),
                MAX_GROUPS_OF_USER);
    }

    /** Those of the others who are with the user in a group of at most this number of members, dissolved groups excepted. */
    public Set<String> findFellows(String uid, Collection<String> others, long maxMembers) {
        List<String> all = new ArrayList<>(others);
        all.add(uid);
        return list(
                        plain().aggregate(
                                        List.of(
                                                match(in("user_id", all)),
                                                group("$group_id", push("uids", "$user_id")),
                                                match(and(eq("uids", uid), exists("uids.1"))),
                                                lookup(Group.COLLECTION, "_id", "_id", "groups"),
                                                match(and(
                                                        lte("groups.member_count", maxMembers),
                                                        eq("groups.dissolved_time", null))),
                                                project(include("uids"))),
                                        Document.class),
                        MAX_GROUPS_OF_USER)
                .stream()
                .flatMap(found -> found.getList("uids", String.class).stream())
                .filter(others::contains)
                .collect(Collectors.toSet());
    }

    /** Sets a member's do-not-disturb, which hops and lists read here. */
    public void setDoNotDisturb(String groupId, String uid, boolean doNotDisturb) {
        durable()
                .updateOne(
                        and(eq("member_key", GroupMember.key(groupId, uid)), eq("left_by", null)),
                        set("do_not_disturb", doNotDisturb));
    }

    /** A page of a user's memberships, newest first, each with its group if that exists. */
    public List<WithGroup> findOfUser(String uid, Optional<MembershipPlace> after, int limit) {
        Bson mine = eq("user_id", uid);
        Bson filter = after.map(place -> and(
                        mine,
                        lte("create_time", place.createTime()),
                        or(lt("create_time", place.createTime()), lt("_id", place.id()))))
                .orElse(mine);
        return list(
                plain().aggregate(
                                List.of(
                                        match(filter),
                                        sort(descending("create_time", "_id")),
                                        limit(limit),
                                        lookup(Group.COLLECTION, "group_id", "_id", "groups")),
                                WithGroup.class),
                limit);
    }

    /** Where in a user's list of memberships a page ended. */
    public record MembershipPlace(long createTime, String id) {}

    /** Records when the member last sent a message. */
    public void touch(String memberId, long now) {
        quick().updateOne(eq("_id", memberId), set("active_time", now));
    }
}
