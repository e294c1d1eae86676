package io.confab.domain.group;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.conversation.ConversationIds;
import io.confab.domain.conversation.ConversationRepository;
import io.confab.domain.message.Message;
import io.confab.domain.message.MessageLog;
import io.confab.domain.message.MessageType;
import io.confab.domain.message.Position;
import io.confab.domain.send.MessageSending;
import io.confab.domain.storage.FreeJson;
import io.confab.domain.storage.Ids;
import io.confab.domain.user.Profile;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.bson.BsonValue;

/**
 * Sees promised changes of groups through: memberships, conversation documents, the system message (contract section 9,
 * Groups and System messages; decision records 0005, 0013).
 *
 * <p>The promise on the group ({@code pending_changes}) is the commit point. Every step after it is harmless when repeated or
 * late: memberships are written under guards that name the stay they mean, the message is stored once by its {@code
 * unique_id}, and the promise is taken back, with the seats it frees, by one write that finds it once. So whoever touches the
 * group next may finish what a crash left, also while the first is still at it.
 */
@Singleton
public class GroupChanges {
    static final String JOIN_NOTICE = "join-group-notice";

    private static final long ABANDONED_AFTER_MILLIS = 10_000;

    private final GroupRepository groups;
    private final GroupMemberRepository members;
    private final GroupJoinRequestRepository requests;
    private final ConversationRepository conversations;
    private final GroupPeople people;
    private final MessageLog log;
    private final MessageSending sending;
    private final Clock clock;

    GroupChanges(
            GroupRepository groups,
            GroupMemberRepository members,
            GroupJoinRequestRepository requests,
            ConversationRepository conversations,
            GroupPeople people,
            MessageLog log,
            MessageSending sending,
            Clock clock) {
        this.groups = groups;
        this.members = members;
        this.requests = requests;
        this.conversations = conversations;
        this.people = people;
        this.log = log;
        this.sending = sending;
        this.clock = clock;
    }

    /** Finishes the group's promised changes that their own call has not finished for some seconds. */
    public void finishAbandoned(Group group) {
        finish(group, this::isAbandoned);
    }

    /**
     * Finishes what is pending by or about these people, and what was abandoned.
     *
     * @return whether there was anything: then the group is to be read again
     */
    boolean finishConcerning(Group group, Collection<String> people) {
        return finish(
                group,
                change -> isAbandoned(change)
                        || people.contains(change.byUid)
                        || change.userIds.stream().anyMatch(people::contains));
    }

    boolean finishAll(Group group) {
        return finish(group, change -> true);
    }

    private boolean finish(Group group, Predicate<PendingChange> which) {
        List<PendingChange> changes = group.pending().stream().filter(which).toList();
        changes.forEach(change -> finish(group, change));
        return !changes.isEmpty();
    }

    private boolean isAbandoned(PendingChange change) {
        return change.time < clock.millis() - ABANDONED_AFTER_MILLIS;
    }

    /** Finishes one promised change. */
    void finish(Group group, PendingChange change) {
        long freed =
                switch (change.kind) {
                    case PendingChange.JOIN -> join(group, change);
                    case PendingChange.LEAVE -> leave(group, change);
                    default -> update(group, change);
                };
        groups.finish(group.id, change, freed);
    }

    /** @return the promised seats that nobody took */
    private long join(Group group, PendingChange change) {
        if (change.requestId != null && !requests.grant(change, clock.millis())) {
            return change.userIds.size();
        }
        Position newest = log.newest(ConversationIds.group(group.id), change.byUid, 0);
        members.join(newMembers(group, change, newest));
        List<GroupMember> joined = members.findAll(group.id, change.userIds).stream()
                .filter(member -> change.id.equals(member.joinId))
                .toList();
        if (!joined.isEmpty()) {
            conversations.createForMembers(group.id, joined);
            announceJoin(group, change, joined, newest);
        }
        return change.userIds.size() - joined.size();
    }

    private void announceJoin(Group group, PendingChange change, List<GroupMember> joined, Position newest) {
        List<String> uids = joined.stream().map(member -> member.userId).toList();
        List<String> inOrder = change.userIds.stream().filter(uids::contains).toList();
        List<String> shown = new ArrayList<>(inOrder);
        shown.add(change.byUid);
        Map<String, Profile> profiles = people.profiles(shown);
        announce(group, change, userList(inOrder, profiles), profiles.get(change.byUid), newest);
    }

    private long leave(Group group, PendingChange change) {
        List<GroupMember> leaving = members.findStanding(change.memberships);
        if (!leaving.isEmpty()) {
            Position newest = log.newest(ConversationIds.group(group.id), change.byUid, 0);
            conversations.leave(group.id, leaving, newest.seq());
            members.leave(leaving, change.id);
        }
        announce(group, change);
        return change.memberships.size();
    }

    private long update(Group group, PendingChange change) {
        if (change.memberships != null) {
            members.update(change.memberships, change.no);
        }
        if (change.action != null) {
            announce(group, change);
        }
        return 0;
    }

    private void announce(Group group, PendingChange change) {
        Profile actor = people.profiles(List.of(change.byUid)).get(change.byUid);
        announce(group, change, change.body, actor, group.position());
    }

    private void announce(Group group, PendingChange change, BsonValue body, Profile actor, Position hint) {
        Message message = new Message();
        message.conversationId = ConversationIds.group(group.id);
        message.groupId = group.id;
        message.type = MessageType.SYSTEM.wireName();
        message.action = change.action;
        message.body = body;
        message.fromUid = change.byUid;
        message.uniqueId = "change-" + change.id;
        message.appid = change.appid;
        message.senderAppid = change.appid;
        sending.sendSystem(message, hint, actor, change.isLeave() ? change.userIds : List.of());
    }

    /** {@code {user_list:[…]}}. */
    static BsonValue userList(List<String> uids, Map<String, Profile> profiles) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode list = body.putArray("user_list");
        uids.stream().map(profiles::get).map(Profile::toJson).forEach(list::add);
        return FreeJson.toBson(body);
    }

    private List<GroupMember> newMembers(Group group, PendingChange change, Position newest) {
        long now = clock.millis();
        return IntStream.range(0, change.userIds.size())
                .mapToObj(i -> {
                    String leftBy = change.leftBy.get(i);
                    GroupMember member = member(group, change.userIds.get(i));
                    member.leftBy = leftBy.isEmpty() ? null : leftBy;
                    member.createTime = now;
                    member.joinId = change.id;
                    member.joinSeq = newest.seq();
                    member.joinN = newest.n();
                    return member;
                })
                .toList();
    }

    private static GroupMember member(Group group, String uid) {
        GroupMember member = new GroupMember();
        member.id = Ids.next();
        member.memberKey = GroupMember.key(group.id, uid);
        member.groupId = group.id;
        member.userId = uid;
        member.role = uid.equals(group.userId) ? List.of(GroupMember.CREATOR, GroupMember.ADMIN) : List.of();
        member.muteType = 0;
        return member;
    }
}
