package io.confab.domain.send;

import io.confab.domain.context.UserContext;
import io.confab.domain.group.GroupMember;
import io.confab.domain.message.Position;
import io.confab.domain.user.Caller;
import java.util.Map;
import java.util.Optional;

/**
 * A conversation in which the sender may talk, as it was read when that was checked.
 *
 * @param toUid the other side of a single chat; else {@code groupId} is set
 * @param hint where the log stood
 * @param sides a single chat's two people by uid; empty for a group
 * @param member the sender's membership of a group; absent for who speaks as the system
 */
record Destination(
        Caller sender,
        String conversationId,
        Optional<String> toUid,
        Optional<String> groupId,
        Position hint,
        Map<String, UserContext> sides,
        Optional<GroupMember> member) {

    boolean isGroup() {
        return groupId.isPresent();
    }

    /** Whether both sides of a single chat have their document. */
    boolean isOpen() {
        return sides.values().stream().allMatch(side -> side.conversation().isPresent());
    }
}
