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
 * What becomes of requests to join, and of the managers' notifications of them (docs/rules.md#groups): whoever becomes a
 * member, in whichever way, has been answered.
 *
 * <p>The request is decided before, or with, its notifications; if the process dies in between, the promise of the join, or the
 * next decision on the request, says it again, which changes nothing where it was said.
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

    /** Grants the request that a join is about; false when it was decided otherwise in between. */
    boolean grant(PendingChange join) {
        return requests.grant(join, clock.millis());
    }

    /** Answers what those who have joined had asked. One read; two writes where somebody had asked. */
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

    /** Says in every manager's notification of these requests what they have come to, and that it needs nobody's eye. */
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
