package io.confab.domain.send;

import io.confab.domain.context.UserContext;
import io.confab.domain.conversation.Conversation;
import io.confab.domain.group.GroupMember;
import io.confab.domain.group.MembersSeen;
import io.confab.domain.message.Position;
import io.confab.domain.user.Caller;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A conversation in which the sender may write, as it was read when this was checked. */
sealed interface Destination {

    /**
     * A single chat.
     *
     * @param sides both users, by uid
     */
    record SingleChat(Caller sender, Receiver.Person receiver, Position hint, Map<String, UserContext> sides)
            implements Destination {
        @Override
        public <T> T fold(Function<SingleChat, T> single, Function<GroupChat, T> group) {
            return single.apply(this);
        }

        /** Whether both users have their document. */
        boolean isOpen() {
            return sides.values().stream().allMatch(side -> side.conversation().isPresent());
        }

        @Override
        public long lastChange() {
            return sides.values().stream()
                    .flatMap(side -> side.conversation().stream())
                    .mapToLong(Conversation::lastChange)
                    .max()
                    .orElse(0);
        }

        @Override
        public boolean mayCallAll() {
            return false;
        }
    }

    /**
     * A group's conversation.
     *
     * @param lastChange when it had last changed
     * @param member the sender's membership; may be absent if the message is the system's
     * @param members who the members are
     */
    record GroupChat(
            Caller sender,
            Receiver.InGroup receiver,
            Position hint,
            long lastChange,
            Optional<GroupMember> member,
            Optional<MembersSeen> members)
            implements Destination {
        @Override
        public <T> T fold(Function<SingleChat, T> single, Function<GroupChat, T> group) {
            return group.apply(this);
        }

        @Override
        public boolean mayCallAll() {
            // Only the system may send without being a member.
            return member.map(GroupMember::isManager).orElse(true);
        }
    }

    Caller sender();

    Receiver receiver();

    /** The position of the log when it was read. */
    Position hint();

    /** When the conversation had last changed. */
    long lastChange();

    /** Whether the sender may mention all at once. */
    boolean mayCallAll();

    /** The result of the function for this kind of conversation. */
    <T> T fold(Function<SingleChat, T> single, Function<GroupChat, T> group);

    default String conversationId() {
        return receiver().conversationId(sender().uid());
    }
}
