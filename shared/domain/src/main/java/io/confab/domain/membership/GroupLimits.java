package io.confab.domain.membership;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.group.Group;
import io.confab.domain.group.GroupMemberRepository;
import jakarta.inject.Singleton;
import java.util.Collection;

/**
 * The maximum number of members of a group, and of groups of a user.
 *
 * <p>A group never has more members than allowed, whatever happens at the same time: seats are reserved by the same write that
 * stores a join. A user's groups are counted before; if one user joins several groups at the same moment, the number may be
 * exceeded by these joins.
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
     * Refuses this number of new members if the group, whose members are counted, would become too large.
     *
     * @throws Refusal {@code group-full}
     */
    void requireSeats(Group group, int seats) {
        requireSeats((group.memberCount == null ? 0 : group.memberCount) + seats);
    }

    /**
     * Refuses a group with more members than allowed.
     *
     * @throws Refusal {@code group-full}
     */
    void requireSeats(long size) {
        if (size > maxMembers) {
            throw new Refusal(ErrorCode.GROUP_FULL, "a group has at most " + maxMembers + " members");
        }
    }

    /**
     * Refuses if one of these users is a member of the maximum number of groups; dissolved ones do not count.
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
