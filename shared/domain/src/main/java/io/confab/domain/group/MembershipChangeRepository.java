package io.confab.domain.group;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import io.confab.domain.storage.DuplicateKeys;
import io.confab.domain.storage.Repository;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.bson.conversions.Bson;

/**
 * Carries out what pending changes have decided about memberships, in {@code uni-im-group-member}. Every method is one database
 * command, and harmless when it is repeated or late.
 */
@Singleton
public class MembershipChangeRepository extends Repository<GroupMember> {
    /** Prefix of the ids of a membership that has ended. */
    private static final String LEFT = "left#";

    MembershipChangeRepository() {
        super(new Panache());
    }

    private static final class Panache implements PanacheMongoRepositoryBase<GroupMember, String> {}

    /**
     * Stores the memberships that do not exist yet; existing members stay as they are. A former member becomes a member again
     * only if they left by the change that the join has read: an interrupted join that is completed too late finds another
     * change, or a membership, and changes nothing. A former member is muted as when they left.
     */
    public void join(List<GroupMember> members) {
        List<WriteModel<GroupMember>> writes =
                members.stream().map(MembershipChangeRepository::join).toList();
        DuplicateKeys.retry(() -> durable().bulkWrite(writes, new BulkWriteOptions().ordered(false)));
    }

    /**
     * @param member its {@code leftBy} is the change by which the user had left before
     */
    private static WriteModel<GroupMember> join(GroupMember member) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("group_id", member.groupId);
        fields.put("user_id", member.userId);
        fields.put("role", member.role);
        fields.put("create_time", member.createTime);
        fields.put("join_id", member.joinId);
        fields.put("join_seq", member.joinSeq);
        fields.put("join_n", member.joinN);
        if (member.leftBy != null) {
            Bson left = and(eq("member_key", member.memberKey), eq("left_by", member.leftBy));
            List<Bson> updates = updates(fields, Updates::set);
            updates.add(unset("left_by"));
            return new UpdateOneModel<>(left, combine(updates));
        }
        fields.put("mute_type", member.muteType);
        List<Bson> updates = updates(fields, Updates::setOnInsert);
        updates.add(Updates.setOnInsert("_id", member.id));
        return new UpdateOneModel<>(
                eq("member_key", member.memberKey), combine(updates), new UpdateOptions().upsert(true));
    }

    private static List<Bson> updates(Map<String, Object> fields, BiFunction<String, Object, Bson> update) {
        List<Bson> updates = new ArrayList<>();
        fields.forEach((name, value) -> updates.add(update.apply(name, value)));
        return updates;
    }

    /** Ends memberships; each once, and never a later membership of the same user. */
    public void leave(List<GroupMember> members, String changeId) {
        List<WriteModel<GroupMember>> writes = members.stream()
                .<WriteModel<GroupMember>>map(member -> new UpdateOneModel<>(
                        and(eq("_id", member.id), eq("join_id", member.joinId), eq("left_by", null)),
                        combine(
                                set("left_by", changeId),
                                set("group_id", LEFT + member.groupId),
                                set("user_id", LEFT + member.userId),
                                unset("role_no"),
                                unset("active_time"),
                                unset("do_not_disturb"))))
                .toList();
        durable().bulkWrite(writes);
    }

    /** The memberships that a change is about and that have not ended. */
    public List<GroupMember> findStanding(List<PendingChange.Membership> memberships) {
        return list(
                        in(
                                "_id",
                                memberships.stream()
                                        .map(membership -> membership.id)
                                        .toList()),
                        memberships.size())
                .stream()
                .filter(member -> member.isMember()
                        && memberships.stream()
                                .anyMatch(membership -> membership.id.equals(member.id)
                                        && Objects.equals(membership.joinId, member.joinId)))
                .toList();
    }

    /** Sets roles and mutes, unless a later change has set them; for former members who have not joined again, only the mute. */
    public void update(List<PendingChange.Membership> memberships, long changeNo) {
        List<WriteModel<GroupMember>> writes = memberships.stream()
                .<WriteModel<GroupMember>>map(membership -> new UpdateOneModel<>(
                        and(
                                eq("_id", membership.id),
                                eq("join_id", membership.joinId),
                                eq("left_by", membership.leftBy),
                                or(lt("role_no", changeNo), exists("role_no", false))),
                        update(membership, changeNo)))
                .toList();
        durable().bulkWrite(writes);
    }

    private static Bson update(PendingChange.Membership membership, long changeNo) {
        Bson muted = combine(set("mute_type", membership.muteType), set("role_no", changeNo));
        return membership.leftBy == null ? combine(set("role", membership.role), muted) : muted;
    }
}
