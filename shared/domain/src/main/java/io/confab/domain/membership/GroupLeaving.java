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
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * removeGroupMember: leaves a group, or expels members from it (docs/rules.md#groups).
 *
 * <p>From the write that stores the change on the group, the users who leave no longer count as members. That write succeeds
 * only if no right was changed since the rights were read. {@link GroupChanges} ends the memberships, marks the conversations,
 * and tells the members and those who left. A repeat after a lost answer finds nobody to remove.
 */
@Singleton
public class GroupLeaving {
    /** Maximum number of members that one call expels, so that the first hop of the push reaches all of them. */
    public static final int MAX_EXPELLED = 499;

    private final GroupRepository groups;
    private final GroupMemberRepository members;
    private final GroupAccess access;
    private final GroupChanges changes;

    GroupLeaving(GroupRepository groups, GroupMemberRepository members, GroupAccess access, GroupChanges changes) {
        this.groups = groups;
        this.members = members;
        this.access = access;
        this.changes = changes;
    }

    /**
     * Ends the caller's own membership.
     *
     * @throws Refusal {@code group-not-found}, {@code not-group-member}, {@code no-permission} for the creator
     */
    public void exit(Caller caller, String groupId) {
        access.decide(() -> {
            Group group = access.openCounted(groupId, List.of(caller.uid()));
            GroupMember me = access.requireMember(group, caller.uid());
            if (me.isCreator()) {
                throw new Refusal(ErrorCode.NO_PERMISSION, "the creator cannot leave: transfer or dissolve the group");
            }
            return end(caller, group, List.of(me), "group-exit");
        });
    }

    /**
     * Ends the memberships of others; users who are not members are ignored.
     *
     * @throws Refusal {@code group-not-found}, {@code not-group-member}, {@code no-permission}, {@code user-not-found} when
     *     none of them is a member
     */
    public void expel(Caller caller, String groupId, Collection<String> uids) {
        Set<String> asked = new LinkedHashSet<>(uids);
        Set<String> concerned = new LinkedHashSet<>(asked);
        concerned.add(caller.uid());
        access.decide(() -> {
            Group group = access.openCounted(groupId, concerned);
            GroupMember me = access.requireManager(group, caller.uid());
            Map<String, GroupMember> found = members.findAll(groupId, asked).stream()
                    .collect(Collectors.toMap(member -> member.userId, Function.identity()));
            List<GroupMember> targets =
                    asked.stream().filter(found::containsKey).map(found::get).toList();
            if (targets.isEmpty()) {
                throw new Refusal(ErrorCode.USER_NOT_FOUND, "user_ids: none of them is a member of this group");
            }
            if (targets.stream().anyMatch(target -> target.isCreator() || (target.isManager() && !me.isCreator()))) {
                throw new Refusal(ErrorCode.NO_PERMISSION, "user_ids: one of them is not yours to expel");
            }
            return end(caller, group, targets, "group-expel");
        });
    }

    private Optional<Boolean> end(Caller caller, Group group, List<GroupMember> leaving, String action) {
        List<String> uids = leaving.stream().map(member -> member.userId).toList();
        PendingChange change = access.change(caller, PendingChange.Kind.LEAVE, uids);
        change.memberships = leaving.stream().map(Membership::of).toList();
        change.no = GroupAccess.nextNo(group);
        change.action = action;
        if (!groups.promise(group, uids, List.of(change))) {
            return Optional.empty();
        }
        changes.finish(group, change);
        return Optional.of(true);
    }
}
