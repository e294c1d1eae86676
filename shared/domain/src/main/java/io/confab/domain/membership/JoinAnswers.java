package io.confab.domain.membership;

import io.confab.domain.group.Group;
import io.confab.domain.group.GroupJoinRequest;
import io.confab.domain.group.GroupJoinRequestRepository;
import io.confab.domain.group.PendingChange;
import io.confab.domain.invite.InviteState;
import io.confab.domain.notification.NotificationRepository;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Collection;
import java.util.List;

/**
 * Answers requests to join, and updates the managers' notifications of them (docs/rules.md#groups): when a user becomes a
 * member in any way, their request counts as accepted.
 *
 * <p>The request is decided before its notifications are updated. If the process dies in between, completing the join, or the
 * next decision on the request, updates them again, which changes nothing if they were updated already.
 */
@Singleton
class JoinAnswers {
    private final GroupJoinRequestRepository requests;
    private final NotificationRepository notifications;
    private final Clock clock;

    JoinAnswers(GroupJoinRequestRepository requests, NotificationRepository notifications, Clock clock) {
        this.requests = requests;
        this.notifications = notifications;
        this.clock = clock;
    }

    /** Grants the request of a join; false if it was decided differently in the meantime. */
    boolean grant(PendingChange join) {
        return requests.grant(join, clock.millis());
    }

    /** Answers the requests of users who have joined. One read; two more writes if there were requests. */
    void settle(Group group, PendingChange join, Collection<String> joined) {
        boolean isCreation = join.userIds.contains(group.userId);
        if (isCreation) {
            return;
        }
        List<String> askers = requests.findOpenOrGranted(
                joined.stream().map(uid -> GroupJoinRequest.id(group.id, uid)).toList(), join.id);
        if (!askers.isEmpty()) {
            requests.settle(
                    askers.stream()
                            .map(uid -> GroupJoinRequest.id(group.id, uid))
                            .toList(),
                    join.id,
                    clock.millis());
            tell(group.id, askers, InviteState.ACCEPTED);
        }
    }

    /** Writes the decision into every manager's notification of these requests, and marks them as read. */
    void tell(String groupId, Collection<String> askers, int state) {
        notifications.answer(
                GroupJoining.SUB_TYPE,
                askers.stream().map(uid -> unique(groupId, uid)).toList(),
                state == InviteState.ACCEPTED ? "confirm" : "cancel");
    }

    /** The {@code unique} of the notifications of a request. */
    static String unique(String groupId, String uid) {
        return uid + "_" + groupId;
    }
}
