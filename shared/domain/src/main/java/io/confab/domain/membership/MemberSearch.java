package io.confab.domain.membership;

import io.confab.domain.group.Group;
import io.confab.domain.group.GroupMember;
import io.confab.domain.group.GroupMemberRepository;
import io.confab.domain.page.Page;
import io.confab.domain.text.Folding;
import io.confab.domain.user.Profile;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds members of a group whose shown name begins with a keyword, in any spelling. Names are not stored with memberships, so
 * members are examined in the order of their ids, a bounded number in one call; a page may be empty although the list goes on.
 */
@Singleton
class MemberSearch {
    private static final int MAX_EXAMINED = 2_000;

    /** So many are read with two commands; most groups have no more. */
    private static final int STEP = 500;

    private final GroupMemberRepository members;
    private final GroupPeople people;

    MemberSearch(GroupMemberRepository members, GroupPeople people) {
        this.members = members;
        this.people = people;
    }

    /**
     * The next page of those who match.
     *
     * @param key the beginning of the name, as {@link Folding#key} writes it
     * @param after the id of the last member who was examined
     * @param cursorBehind gives the cursor of a page that begins after a member
     */
    Page<MemberWithProfile> page(
            Group group, String key, Optional<String> after, int limit, Function<GroupMember, String> cursorBehind) {
        List<MemberWithProfile> found = new ArrayList<>();
        Optional<GroupMember> last = Optional.empty();
        boolean hasMore = true;
        for (int examined = 0; hasMore && examined < MAX_EXAMINED && found.size() < limit; examined += STEP) {
            List<GroupMember> oneMore =
                    members.findPage(group.id, last.map(member -> member.id).or(() -> after), STEP + 1);
            List<GroupMember> read = oneMore.subList(0, Math.min(STEP, oneMore.size()));
            hasMore = oneMore.size() > STEP;
            List<MemberWithProfile> matching = matching(group, key, read);
            if (found.size() + matching.size() > limit) {
                matching = matching.subList(0, limit - found.size());
                hasMore = true;
            }
            found.addAll(matching);
            if (!read.isEmpty()) {
                last = Optional.of(found.size() == limit ? found.get(limit - 1).member() : read.get(read.size() - 1));
            }
        }
        Optional<String> next = hasMore ? last.map(cursorBehind) : Optional.empty();
        return Page.of(found, next, match -> cursorBehind.apply(match.member()));
    }

    private List<MemberWithProfile> matching(Group group, String key, List<GroupMember> read) {
        Map<String, Profile> profiles =
                people.profiles(read.stream().map(member -> member.userId).toList());
        return read.stream()
                .filter(member -> !group.isLeaving(member))
                .map(member -> new MemberWithProfile(member, profiles.get(member.userId)))
                .filter(match -> Folding.key(match.profile().nickname()).startsWith(key))
                .toList();
    }
}
