package io.confab.push.fanout;

import io.confab.domain.group.GroupMember;
import java.util.List;
import java.util.Optional;

/**
 * A page of a group's members, in the order of their ids.
 *
 * @param lastId the last member of a full page, after whom the next page begins
 */
record MemberPage(List<String> uids, Optional<String> lastId) {
    static MemberPage of(List<GroupMember> members, int fullSize) {
        return new MemberPage(
                members.stream().map(member -> member.userId).toList(),
                members.size() == fullSize ? Optional.of(members.get(fullSize - 1).id) : Optional.empty());
    }
}
