package io.confab.domain.membership;

import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.group.Group;
import io.confab.domain.group.GroupMember;
import io.confab.domain.group.GroupMemberRepository;
import io.confab.domain.group.GroupRepository;
import io.confab.domain.group.PendingChange;
import io.confab.domain.group.PendingChange.Membership;
import io.confab.domain.user.Caller;
import io.confab.domain.user.UserRepository;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * updateGroupMember and transferGroup: roles and mutes of members (docs/rules.md#groups).
 *
 * <p>The write that stores the change on the group succeeds only if no right was changed since the rights were read, so changes
 * of one group take effect one after the other, each only if it is allowed then. {@link GroupChanges} carries the change out;
 * if it comes late, it does not undo a later one. Repeating the call finds nothing to change.
 */
@Singleton
public class GroupRoles {
    static final String ACTION = "set-group-admin";

    private static final int NOT_MUTED = 0;

    private final GroupRepository groups;
    private final GroupMemberRepository members;
    private final GroupAccess access;
    private final GroupChanges changes;
    private final UserRepository users;

    GroupRoles(
            GroupRepository groups,
            GroupMemberRepository members,
            GroupAccess access,
            GroupChanges changes,
            UserRepository users) {
        this.groups = groups;
        this.members = members;
        this.users = users;
        this.access = access;
        this.changes = changes;
    }

    /** New role and mute of a member; absent ones stay. */
    public record MemberUpdate(Optional<List<String>> role, Optional<Integer> muteType) {}

    /**
     * Makes a member an admin or an ordinary member, or mutes or unmutes a member. Former members can be muted too: the mute
     * applies when they join again.
     *
     * @throws Refusal {@code group-not-found}, {@code not-group-member}, {@code no-permission}, {@code user-not-found} if the
     *     user was never a member or, if a role is given, is not a member now
     */
    public void update(Caller caller, String groupId, String uid, MemberUpdate update) {
        access.decide(() -> {
            Group group = access.open(groupId, List.of(caller.uid(), uid));
            GroupMember me = access.requireManager(group, caller.uid());
            if (update.role().isPresent() && !me.isCreator()) {
                throw new Refusal(ErrorCode.NO_PERMISSION, "only the creator makes admins");
            }
            GroupMember target = requireTarget(group, uid, update.role().isEmpty());
            if (target.isMember() && (target.isCreator() || (target.isManager() && !me.isCreator()))) {
                throw new Refusal(ErrorCode.NO_PERMISSION, "user_id: not yours to change");
            }
            List<String> role = update.role().orElse(rolesOf(target));
            int muteType = update.muteType().orElse(muteOf(target));
            if (role.equals(rolesOf(target)) && muteType == muteOf(target)) {
                return Optional.of(true);
            }
            PendingChange change = change(caller, group, List.of(uid), List.of(membership(target, role, muteType)));
            if (!role.equals(rolesOf(target))) {
                announce(change, target, role);
            }
            return promise(group, List.of(uid), List.of(change)) ? Optional.of(true) : Optional.empty();
        });
    }

    /**
     * Makes another member the creator; the previous one stays an admin. A user with the role {@code uni-im-admin} may do so in
     * any group, also in one whose creator no longer exists.
     *
     * @throws Refusal {@code group-not-found}, {@code not-group-member}, {@code no-permission}, {@code user-not-found} if the
     *     user is not a member, 400 if they are the creator already, 403 {@code uni-id-account-…} if they may not call
     */
    public void transfer(Caller caller, String groupId, String uid) {
        access.decide(() -> {
            Group group = access.open(groupId, List.of(caller.uid(), uid));
            Optional<GroupMember> creator = creator(caller, group);
            if (creator.filter(member -> member.userId.equals(uid)).isPresent()) {
                throw Refusal.badParam("user_id", "is the creator already");
            }
            GroupMember next = requireTarget(group, uid);
            users.findOne(uid)
                    .orElseThrow(() -> new Refusal(ErrorCode.ACCOUNT_CLOSED, "user_id: the account is closed"))
                    .requireGoodStanding();
            return hand(caller, group, creator, next);
        });
    }

    /** The creator's membership; absent if the creator is no longer a member, which only {@code uni-im-admin} can meet. */
    private Optional<GroupMember> creator(Caller caller, Group group) {
        if (caller.hasRole(Caller.IM_ADMIN)) {
            return members.findOne(group.id, group.userId).filter(member -> !group.isLeaving(member));
        }
        GroupMember me = access.requireMember(group, caller.uid());
        if (!me.isCreator()) {
            throw new Refusal(ErrorCode.NO_PERMISSION, "only the creator transfers the group");
        }
        return Optional.of(me);
    }

    private Optional<Boolean> hand(Caller caller, Group group, Optional<GroupMember> creator, GroupMember next) {
        List<String> all = List.of(GroupMember.CREATOR, GroupMember.ADMIN);
        List<String> admin = List.of(GroupMember.ADMIN);
        List<String> people = new ArrayList<>(List.of(next.userId));
        List<Membership> memberships = new ArrayList<>(List.of(membership(next, all, NOT_MUTED)));
        creator.ifPresent(member -> {
            people.add(member.userId);
            memberships.add(membership(member, admin, muteOf(member)));
        });
        List<PendingChange> promised = new ArrayList<>();
        PendingChange change = change(caller, group, people, memberships);
        announce(change, next, all);
        promised.add(change);
        creator.ifPresent(member -> {
            PendingChange farewell = access.change(caller, PendingChange.Kind.NOTICE, List.of());
            announce(farewell, member, admin);
            promised.add(farewell);
        });
        return promise(group, people, promised, next.userId) ? Optional.of(true) : Optional.empty();
    }

    private boolean promise(Group group, List<String> people, List<PendingChange> promised, String... newCreator) {
        boolean stands = newCreator.length == 0
                ? groups.promise(group, people, promised)
                : groups.promiseNewCreator(group, people, promised, newCreator[0]);
        if (stands) {
            promised.forEach(change -> changes.finish(group, change));
        }
        return stands;
    }

    private GroupMember requireTarget(Group group, String uid) {
        return requireTarget(group, uid, false);
    }

    /**
     * @param former whether a former member is accepted too
     */
    private GroupMember requireTarget(Group group, String uid, boolean former) {
        return members.findEver(group.id, List.of(uid)).stream()
                .filter(member -> former || member.isMember())
                .findFirst()
                .orElseThrow(() -> new Refusal(ErrorCode.USER_NOT_FOUND, "user_id: not a member of this group"));
    }

    private PendingChange change(Caller caller, Group group, List<String> uids, List<Membership> memberships) {
        PendingChange change = access.change(caller, PendingChange.Kind.UPDATE, uids);
        change.memberships = memberships;
        change.no = GroupAccess.nextNo(group);
        return change;
    }

    private static Membership membership(GroupMember member, List<String> role, int muteType) {
        Membership membership = Membership.of(member);
        membership.role = role;
        membership.muteType = muteType;
        return membership;
    }

    private static void announce(PendingChange change, GroupMember member, List<String> role) {
        change.action = ACTION;
        change.body =
                SystemBody.RolesChanged.of(member.userId, rolesOf(member), role).toBson();
    }

    private static List<String> rolesOf(GroupMember member) {
        return member.role == null ? List.of() : member.role;
    }

    private static int muteOf(GroupMember member) {
        return member.isMuted() ? member.muteType : NOT_MUTED;
    }
}
