package io.confab.domain.membership;

import io.confab.domain.group.Group;
import io.confab.domain.group.GroupJoinRequest;
import io.confab.domain.group.GroupMember;
import io.confab.domain.group.GroupRepository;
import io.confab.domain.group.PendingChange;
import io.confab.domain.user.Caller;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes users members of a group: checks the limits, reserves the seats, carries the join out. */
@Singleton
class GroupAdmission {
    private final GroupRepository groups;
    private final GroupAccess access;
    private final GroupLimits limits;
    private final GroupChanges changes;

    GroupAdmission(GroupRepository groups, GroupAccess access, GroupLimits limits, GroupChanges changes) {
        this.groups = groups;
        this.access = access;
        this.limits = limits;
        this.changes = changes;
    }

    /**
     * Makes them members.
     *
     * @param ever their memberships, present and former, as read after the group
     * @param request the request that the join grants
     * @return false if the group was changed between the read and the write; the decision must then be made again
     * @throws io.confab.domain.error.Refusal {@code group-full}, {@code group-limit}
     */
    boolean admit(
            Caller caller,
            Group group,
            List<String> uids,
            Map<String, GroupMember> ever,
            Optional<GroupJoinRequest> request) {
        limits.requireSeats(group, uids.size());
        limits.requireRoomForOneMore(uids);
        PendingChange join = promise(caller, uids);
        join.leftBy = uids.stream()
                .map(uid -> ever.containsKey(uid) ? ever.get(uid).leftBy : "")
                .toList();
        request.ifPresent(granted -> {
            join.requestId = granted.id;
            join.requestTime = granted.updateTime;
        });
        if (!groups.promiseJoin(group.id, join, limits.maxMembers())) {
            return false;
        }
        changes.finish(group, join);
        return true;
    }

    /** The join with which a new group is stored. */
    PendingChange promise(Caller caller, List<String> uids) {
        PendingChange join = access.change(caller, PendingChange.Kind.JOIN, uids);
        join.action = GroupChanges.JOIN_NOTICE;
        join.leftBy = uids.stream().map(uid -> "").toList();
        return join;
    }
}
