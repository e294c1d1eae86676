package io.confab.domain.send;

import io.confab.domain.context.UserContext;
import io.confab.domain.group.GroupMember;
import io.confab.domain.message.Position;
import io.confab.domain.user.Caller;
import java.util.Map;
import java.util.Optional;

/**
 * A conversation in which the sender may write, as it was read when this was checked.
 *
 * @param toUid the other side of a single chat; else {@code groupId} is set
 * @param hint the position of the log when it was read
 * @param sides the two users of a single chat, by uid; empty for a group
 * @param member the sender's membership of a group; absent if the message is the system's
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
