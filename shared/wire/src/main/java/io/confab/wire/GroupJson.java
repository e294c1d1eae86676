package io.confab.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.group.Group;
import io.confab.domain.group.GroupJoinRequest;
import io.confab.domain.group.GroupMember;
import io.confab.domain.group.GroupMemberRepository.WithGroup;
import io.confab.domain.group.GroupSettings;
import io.confab.domain.group.JoinOptions;
import io.confab.domain.invite.InviteState;
import io.confab.domain.json.JsonLength;
import io.confab.domain.membership.GroupInvitations;
import io.confab.domain.membership.GroupJoining;
import io.confab.domain.membership.JoinRequestWithProfile;
import io.confab.domain.membership.MemberWithProfile;
import io.confab.domain.storage.FreeJson;
import io.confab.domain.text.Cut;
import io.confab.domain.text.Names;
import io.confab.domain.user.AvatarFile;
import java.util.List;
import java.util.Optional;

/**
 * Groups, their members, and requests to join them (docs/api/groups.md), within limits whoever stored them, so that no group
 * can make the lists of its members fail (docs/rules.md#people).
 */
public final class GroupJson {
    private static final int MAX_TYPE = 1_000;
    private static final int MAX_EXT = 5_000;

    private GroupJson() {}

    /** An element of {@code group_info}: a group as its members see it. */
    public static ObjectNode info(Group group) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("_id", group.id);
        json.put("user_id", group.userId);
        putOutside(json, group);
        notification(group).ifPresent(notification -> json.set("notification", notification));
        json.put("join_option", JoinOptions.of(group));
        json.put("mute_all_members", Boolean.TRUE.equals(group.muteAllMembers));
        if (group.type != null) {
            json.put("type", Cut.first(group.type, MAX_TYPE));
        }
        Optional.ofNullable(group.ext)
                .map(FreeJson::toJson)
                .filter(ext -> JsonLength.characters(ext) <= MAX_EXT)
                .ifPresent(ext -> json.set("ext", ext));
        return json;
    }

    /** An element of searchGroups: a group as everybody sees it. */
    public static ObjectNode found(Group group) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("_id", group.id);
        putOutside(json, group);
        return json.put("join_option", JoinOptions.of(group));
    }

    private static void putOutside(ObjectNode json, Group group) {
        json.put("name", Names.shown(group.name, GroupSettings.MAX_NAME));
        json.put(
                "introduction",
                group.introduction == null ? "" : Cut.first(group.introduction, GroupSettings.MAX_INTRODUCTION));
        AvatarFile.shown(group.avatarFile).ifPresent(avatar -> json.set("avatar_file", UserJson.avatar(avatar)));
    }

    private static Optional<ObjectNode> notification(Group group) {
        if (group.notification == null || !group.notification.isDocument()) {
            return Optional.empty();
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("content", Cut.first(group.notificationContent(), GroupSettings.MAX_NOTIFICATION));
        return Optional.of(json.put("create_time", group.notificationTime()));
    }

    /** An element of getGroupList. */
    public static ObjectNode membership(WithGroup member) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        putMember(json, member);
        json.putArray("group_info").add(info(member.group()));
        return json;
    }

    /** An element of getGroupMemberList. */
    public static ObjectNode member(MemberWithProfile found) {
        GroupMember member = found.member();
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("_id", member.id);
        putMember(json, member);
        json.put("active_time", member.activeTime == null ? member.createTime : member.activeTime);
        json.putArray("user_info").add(UserJson.profile(found.profile()));
        return json;
    }

    private static void putMember(ObjectNode json, GroupMember member) {
        json.put("group_id", member.groupId);
        json.put("user_id", member.userId);
        (member.role == null ? List.<String>of() : member.role).forEach(json.putArray("role")::add);
        json.put("mute_type", member.muteType == null ? 0 : member.muteType);
        json.put("create_time", member.createTime);
    }

    /** An element of getGroupJoinList. */
    public static ObjectNode request(JoinRequestWithProfile found) {
        GroupJoinRequest request = found.request();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("_id", request.id);
        json.put("group_id", request.groupId);
        json.put("user_id", request.userId);
        json.put("message", InviteState.message(request.message));
        json.put("state", request.state);
        json.put("creat_time", request.creatTime);
        json.put("update_time", request.updateTime);
        json.putArray("user_info").add(UserJson.profile(found.asking()));
        return json;
    }

    /** The data of joinGroup. */
    public static ObjectNode joined(GroupJoining.Outcome outcome) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("state", outcome.state());
        outcome.requestId().ifPresent(id -> json.put("_id", id));
        return json;
    }

    /** The data of chooseUserIntoGroup. */
    public static ObjectNode invited(GroupInvitations.Outcome outcome) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("group_id", outcome.groupId());
        putIfAny(json, "duplicate_user_ids", outcome.duplicateUserIds());
        putIfAny(json, "blocked_user_ids", outcome.blockedUserIds());
        return json;
    }

    private static void putIfAny(ObjectNode json, String name, List<String> uids) {
        if (!uids.isEmpty()) {
            uids.forEach(json.putArray(name)::add);
        }
    }
}
