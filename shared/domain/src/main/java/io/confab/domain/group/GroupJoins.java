package io.confab.domain.group;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.conversation.ConversationIds;
import io.confab.domain.conversation.ConversationRepository;
import io.confab.domain.group.Group.PendingJoin;
import io.confab.domain.message.Message;
import io.confab.domain.message.MessageLog;
import io.confab.domain.message.MessageType;
import io.confab.domain.message.Position;
import io.confab.domain.send.MessageSending;
import io.confab.domain.storage.FreeJson;
import io.confab.domain.storage.Ids;
import io.confab.domain.user.Profile;
import io.confab.domain.user.User;
import io.confab.domain.user.UserRepository;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Sees promised joins through: memberships, conversation documents, the join notice (contract section 9, System messages).
 *
 * <p>The promise on the group ({@code pending_joins}) is the commit point. Every step after it is harmless when repeated:
 * memberships and conversations are made where they are missing, the notice is stored once by its {@code unique_id}. So
 * whoever touches the group next may finish what a crash left, also while the first is still at it.
 */
@Singleton
public class GroupJoins {
    static final String JOIN_NOTICE = "join-group-notice";

    private static final long ABANDONED_AFTER_MILLIS = 10_000;

    private final GroupRepository groups;
    private final GroupMemberRepository members;
    private final ConversationRepository conversations;
    private final UserRepository users;
    private final MessageLog log;
    private final MessageSending sending;
    private final Clock clock;

    GroupJoins(
            GroupRepository groups,
            GroupMemberRepository members,
            ConversationRepository conversations,
            UserRepository users,
            MessageLog log,
            MessageSending sending,
            Clock clock) {
        this.groups = groups;
        this.members = members;
        this.conversations = conversations;
        this.users = users;
        this.log = log;
        this.sending = sending;
        this.clock = clock;
    }

    /** Finishes the group's promised joins that their own call has not finished for some seconds. */
    public void finishAbandoned(Group group) {
        long before = clock.millis() - ABANDONED_AFTER_MILLIS;
        pendingOf(group).stream().filter(join -> join.time < before).forEach(join -> finish(group, join));
    }

    /** Finishes all of the group's promised joins. */
    void finishAll(Group group) {
        pendingOf(group).forEach(join -> finish(group, join));
    }

    /** Finishes one promised join. */
    void finish(Group group, PendingJoin join) {
        Position newest = log.newest(ConversationIds.group(group.id), join.byUid, 0);
        members.insertMissing(join.userIds.stream()
                .map(uid -> member(group, join, uid, newest))
                .toList());
        List<GroupMember> joined = members.findAll(group.id, join.userIds).stream()
                .filter(member -> join.id.equals(member.joinId))
                .toList();
        if (!joined.isEmpty()) {
            conversations.createForMembers(group.id, joined);
            announce(group, join, joined, newest);
        }
        groups.forgetJoin(group.id, join.id);
    }

    private void announce(Group group, PendingJoin join, List<GroupMember> joined, Position newest) {
        Set<String> uids = joined.stream().map(member -> member.userId).collect(Collectors.toCollection(HashSet::new));
        List<String> readers = new ArrayList<>(join.userIds);
        readers.add(join.byUid);
        Map<String, User> people =
                users.findAll(readers).stream().collect(Collectors.toMap(user -> user.id, Function.identity()));
        User actor = people.get(join.byUid);
        if (actor == null) {
            return;
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode userList = body.putArray("user_list");
        join.userIds.stream()
                .filter(uids::contains)
                .map(people::get)
                .filter(Objects::nonNull)
                .forEach(user -> userList.add(Profile.of(user).toJson()));
        Message notice = new Message();
        notice.conversationId = ConversationIds.group(group.id);
        notice.groupId = group.id;
        notice.type = MessageType.SYSTEM.wireName();
        notice.action = JOIN_NOTICE;
        notice.body = FreeJson.toBson(body);
        notice.fromUid = join.byUid;
        notice.uniqueId = "join-" + join.id;
        notice.appid = join.appid;
        notice.senderAppid = join.appid;
        sending.sendSystem(notice, newest, Profile.of(actor), List.of());
    }

    private GroupMember member(Group group, PendingJoin join, String uid, Position newest) {
        GroupMember member = new GroupMember();
        member.id = Ids.next();
        member.memberKey = GroupMember.key(group.id, uid);
        member.groupId = group.id;
        member.userId = uid;
        member.role = uid.equals(group.userId) ? List.of(GroupMember.CREATOR, GroupMember.ADMIN) : List.of();
        member.muteType = 0;
        member.createTime = clock.millis();
        member.joinId = join.id;
        member.joinSeq = newest.seq();
        member.joinN = newest.n();
        return member;
    }

    private static List<PendingJoin> pendingOf(Group group) {
        return group.pendingJoins == null ? List.of() : group.pendingJoins;
    }
}
