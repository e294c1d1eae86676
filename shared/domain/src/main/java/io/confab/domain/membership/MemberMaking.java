package io.confab.domain.membership;

import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.group.Group;
import io.confab.domain.group.GroupMember;
import io.confab.domain.group.GroupMemberRepository;
import io.confab.domain.json.Params;
import io.confab.domain.user.Caller;
import io.confab.domain.user.ClientInfo;
import io.confab.domain.user.User;
import io.confab.domain.user.UserRepository;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a user a member of a group into which another program brings them (docs/triggers.md): announced as a join of their own;
 * the creator makes them an admin.
 */
@Singleton
public class MemberMaking {
    private final GroupAccess access;
    private final GroupAdmission admission;
    private final GroupMemberRepository members;
    private final GroupRoles roles;
    private final UserRepository users;

    MemberMaking(
            GroupAccess access,
            GroupAdmission admission,
            GroupMemberRepository members,
            GroupRoles roles,
            UserRepository users) {
        this.access = access;
        this.admission = admission;
        this.members = members;
        this.roles = roles;
        this.users = users;
    }

    /**
     * {@code role}: {@code []} or {@code ["admin"]}.
     *
     * @throws Refusal 400 for any other
     */
    public static List<String> decodeRole(Params params) {
        List<String> role = params.strings("role", 1);
        if (!role.isEmpty() && !role.equals(List.of(GroupMember.ADMIN))) {
            throw Refusal.badParam("role", "must be [\"admin\"] or []");
        }
        return role;
    }

    /**
     * Makes the user a member with this role.
     *
     * @param again whether an interrupted call may have done it already
     * @throws Refusal {@code user-not-found}, also for a creator who no longer exists; {@code group-not-found}, {@code
     *     duplicate-member}, {@code group-full}, {@code group-limit}
     */
    public void make(String groupId, String uid, List<String> role, boolean again) {
        Caller joining = caller(uid);
        Group group = access.decide(() -> join(joining, groupId, again));
        if (!role.isEmpty()) {
            roles.update(
                    caller(group.userId),
                    groupId,
                    uid,
                    new GroupRoles.MemberUpdate(Optional.of(role), Optional.empty()));
        }
    }

    private Optional<Group> join(Caller joining, String groupId, boolean again) {
        Group group = access.openCounted(groupId, List.of(joining.uid()));
        Optional<GroupMember> ever =
                members.findEver(groupId, List.of(joining.uid())).stream().findFirst();
        if (ever.filter(GroupMember::isMember).isPresent()) {
            if (!again) {
                throw new Refusal(ErrorCode.DUPLICATE_MEMBER, "user_id: is a member already");
            }
            return Optional.of(group);
        }
        Map<String, GroupMember> known =
                ever.map(member -> Map.of(joining.uid(), member)).orElse(Map.of());
        return admission.admit(joining, group, List.of(joining.uid()), known, Optional.empty())
                ? Optional.of(group)
                : Optional.empty();
    }

    private Caller caller(String uid) {
        User user = users.findOne(uid)
                .orElseThrow(() -> new Refusal(ErrorCode.USER_NOT_FOUND, "user_id: no such user " + uid));
        return new Caller(user, ClientInfo.UNKNOWN);
    }
}
