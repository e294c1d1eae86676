package io.confab.domain.membership;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.group.Group;
import io.confab.domain.group.GroupMemberRepository;
import jakarta.inject.Singleton;
import java.util.Collection;

/**
 * How large a group, and how many groups of a user, may become.
 *
 * <p>A group's size is exact under any race: seats are taken by the very write that promises a join. A user's number of
 * groups is counted before; joins of one user to several groups at the same moment may pass it by as many.
 */
@Singleton
class GroupLimits {
    private final GroupMemberRepository members;
    private final long maxMembers;
    private final int maxGroups;

    GroupLimits(GroupMemberRepository members, ConfabConfig config) {
        this.members = members;
        this.maxMembers = config.maxGroupMembers();
        this.maxGroups = config.maxGroups();
    }

    long maxMembers() {
        return maxMembers;
    }

    /**
     * Lets so many more people into a group whose members are counted.
     *
     * @throws Refusal {@code group-full}
     */
    void requireSeats(Group group, int seats) {
        requireSeats((group.memberCount == null ? 0 : group.memberCount) + seats);
    }

    /**
     * Lets a group have so many members.
     *
     * @throws Refusal {@code group-full}
     */
    void requireSeats(long size) {
        if (size > maxMembers) {
            throw new Refusal(ErrorCode.GROUP_FULL, "a group has at most " + maxMembers + " members");
        }
    }

    /**
     * Lets each of these people be in one more group; dissolved ones do not count.
     *
     * @throws Refusal {@code group-limit}
     */
    void requireRoomForOneMore(Collection<String> uids) {
        members.findUsersWith(uids, maxGroups).forEach(uid -> {
            long standing = members.findOfUser(uid).stream()
                    .filter(member -> member.isStanding() && !member.group().isDissolved())
                    .count();
            if (standing >= maxGroups) {
                throw new Refusal(ErrorCode.GROUP_LIMIT, uid + ": is in " + maxGroups + " groups already");
            }
        });
    }
}
