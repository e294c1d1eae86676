package io.confab.migrate.out;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Projections;
import io.confab.domain.conversation.Conversation;
import io.confab.domain.group.Group;
import io.confab.domain.group.GroupMember;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;

/**
 * Hands over a user's groups before the user is erased. Groups that the user created go to the admin or, if there is none, the
 * member who has been in the group longest; a group without other members is dissolved. The new creator's membership is written
 * first, so that a group is never without a creator.
 */
final class GroupHandover {
    private final MongoCollection<Document> groups;
    private final MongoCollection<Document> members;
    private final MongoCollection<Document> sides;
    private final Clock clock;

    GroupHandover(MongoDatabase database, Clock clock) {
        this.groups = database.getCollection(Group.COLLECTION);
        this.members = database.getCollection(GroupMember.COLLECTION);
        this.sides = database.getCollection(Conversation.COLLECTION);
        this.clock = clock;
    }

    /** Hands over the groups that the user created; returns their number. */
    long handOver(String uid) {
        List<Document> made = groups.find(and(eq("user_id", uid), exists("dissolved_time", false)))
                .into(new ArrayList<>());
        made.forEach(group -> handOver(group.getString("_id"), uid));
        return made.size();
    }

    private void handOver(String groupId, String uid) {
        Optional<Document> heir =
                members.find(and(eq("group_id", groupId), ne("user_id", uid))).into(new ArrayList<>()).stream()
                        .min(Comparator.comparing(GroupHandover::rank)
                                .thenComparing(member -> member.get("create_time", 0L))
                                .thenComparing(member -> member.getString("_id")));
        if (heir.isEmpty()) {
            groups.updateOne(eq("_id", groupId), set("dissolved_time", clock.millis()));
            return;
        }
        members.updateOne(
                eq("_id", heir.get().getString("_id")), set("role", List.of(GroupMember.CREATOR, GroupMember.ADMIN)));
        groups.updateOne(
                and(eq("_id", groupId), eq("user_id", uid)),
                set("user_id", heir.get().getString("user_id")));
    }

    private static int rank(Document member) {
        List<String> role = member.getList("role", String.class, List.of());
        return role.contains(GroupMember.CREATOR) ? 0 : role.contains(GroupMember.ADMIN) ? 1 : 2;
    }

    /** Deletes the user's memberships, including former ones; returns their number. */
    long leaveAll(String uid) {
        Set<String> groupIds = new HashSet<>();
        members.find(eq("user_id", uid))
                .projection(Projections.include("group_id"))
                .forEach(member -> groupIds.add(member.getString("group_id")));
        groupIds.forEach(groupId -> {
            if (members.deleteOne(eq("member_key", GroupMember.key(groupId, uid)))
                            .getDeletedCount()
                    == 1) {
                groups.updateOne(and(eq("_id", groupId), exists("member_count")), inc("member_count", -1L));
            }
        });
        List<String> former = sides.find(and(eq("user_id", uid), eq("type", Conversation.GROUP)))
                .projection(Projections.include("group_id"))
                .map(side -> GroupMember.key(side.getString("group_id"), uid))
                .into(new ArrayList<>());
        members.deleteMany(or(in("member_key", former), eq("user_id", uid)));
        return groupIds.size();
    }
}
