package io.confab.domain.context;

import io.confab.domain.conversation.Conversation;
import io.confab.domain.device.Device;
import io.confab.domain.group.Group;
import io.confab.domain.group.GroupMember;
import io.confab.domain.user.User;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Optional;

/** A user with all data about them that sending, revoking or moving a read mark needs, read in one command. */
@RegisterForReflection
public class UserContext extends User {
    public List<Device> devices;
    public List<Conversation> conversations;
    public List<GroupMember> members;
    public List<Group> groups;

    public Optional<Conversation> conversation() {
        return first(conversations);
    }

    /** The membership, unless it has ended or is about to end. */
    public Optional<GroupMember> member() {
        return first(members).filter(GroupMember::isMember).filter(member -> group().filter(
                        group -> group.isLeaving(member))
                .isEmpty());
    }

    public Optional<Group> group() {
        return first(groups);
    }

    private static <T> Optional<T> first(List<T> found) {
        return found == null ? Optional.empty() : found.stream().findFirst();
    }
}
