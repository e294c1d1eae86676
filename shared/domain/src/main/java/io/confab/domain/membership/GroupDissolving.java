package io.confab.domain.membership;

import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.group.Group;
import io.confab.domain.group.GroupRepository;
import io.confab.domain.group.PendingChange;
import io.confab.domain.user.Caller;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * dissolveGroup: ends a group for all its members (docs/rules.md#groups).
 *
 * <p>One write on the group, while no other change is pending: members' documents stay as they are, because their meaning
 * follows from the group's state. The same write stores the announcement as a pending change; if the process dies before it is
 * sent, a repeat or a member's next list sends it.
 */
@Singleton
public class GroupDissolving {
    private final GroupRepository groups;
    private final GroupAccess access;
    private final GroupChanges changes;
    private final Clock clock;

    GroupDissolving(GroupRepository groups, GroupAccess access, GroupChanges changes, Clock clock) {
        this.groups = groups;
        this.access = access;
        this.changes = changes;
        this.clock = clock;
    }

    /**
     * Dissolves the group. A user with the role {@code uni-im-admin} may dissolve any group.
     *
     * @throws Refusal {@code group-not-found}, also when it is dissolved already; {@code not-group-member}, {@code
     *     no-permission}
     */
    public void dissolve(Caller caller, String groupId) {
        access.decide(() -> {
            Group group = access.openAlone(groupId);
            if (!caller.hasRole(Caller.IM_ADMIN)
                    && !access.requireMember(group, caller.uid()).isCreator()) {
                throw new Refusal(ErrorCode.NO_PERMISSION, "only the creator dissolves the group");
            }
            PendingChange change = access.change(caller, PendingChange.Kind.NOTICE, List.of());
            change.action = "group-dissolved";
            change.body = new SystemBody.Nothing().toBson();
            if (!groups.promiseDissolution(group, change, clock.millis())) {
                return Optional.empty();
            }
            changes.finish(group, change);
            return Optional.of(true);
        });
    }
}
