package io.confab.domain.inbox;

import io.confab.domain.page.Page;
import io.confab.domain.storage.Healing;
import io.confab.domain.user.Admitted;
import io.confab.domain.user.Profile;
import io.confab.domain.user.TokenBearer;
import io.confab.domain.user.User;
import io.confab.domain.user.UserRepository;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Completes the sides that were found for a page with messages and people, and lists them. */
@Singleton
class Listing {
    private final Sides sides;
    private final UserRepository users;

    Listing(Sides sides, UserRepository users) {
        this.sides = sides;
        this.users = users;
    }

    /**
     * What a page is made of.
     *
     * @param counted all sides that {@code unread_total} may count
     * @param expected the sides of the page, and one more, as their heads describe them
     * @param checked other sides whose heads are compared with their logs
     * @param page gives the page when the sides are complete
     * @param entry what becomes of a side; the other user of a single chat is absent if they no longer exist
     */
    record Plan(
            Collection<Side> counted,
            List<Side> expected,
            Collection<Side> checked,
            Supplier<Page<Side>> page,
            BiFunction<Side, Optional<User>, Optional<ListEntry>> entry,
            boolean isByNumber,
            long time) {}

    /** Two commands at the same time, and some more if heads were behind. */
    Admitted<ConversationPage> list(TokenBearer bearer, Plan plan, Healing healing) {
        Set<String> expectedPeople = friendsOf(plan.expected());
        expectedPeople.add(bearer.uid());
        Map<String, User> people = sides.complete(
                plan.counted(), plan.expected(), plan.checked(), healing, () -> findPeople(expectedPeople));
        return bearer.admit(Optional.ofNullable(people.get(bearer.uid())), caller -> {
            Page<Side> page = plan.page().get();
            addUnexpected(page.items(), people, expectedPeople, healing);
            return new ConversationPage(
                    page.mapOptional(side ->
                            plan.entry().apply(side, Optional.ofNullable(people.get(side.conversation().friendUid)))),
                    plan.isByNumber(),
                    unreadTotal(plan.counted()),
                    plan.time());
        });
    }

    /** A conversation whose other user no longer exists is left out. */
    static Optional<ListEntry> listed(Side side, Optional<User> friend) {
        return side.group().isPresent() || friend.isPresent()
                ? Optional.of(side.listed(friend.map(Profile::of)))
                : Optional.empty();
    }

    /** The unread messages of shown conversations that are not muted. */
    static long unreadTotal(Collection<Side> sides) {
        return sides.stream()
                .filter(side -> !side.isHidden() && !side.isMuted())
                .mapToLong(Side::unread)
                .sum();
    }

    private static Set<String> friendsOf(List<Side> page) {
        return page.stream()
                .map(side -> side.conversation().friendUid)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private Map<String, User> findPeople(Set<String> uids) {
        return users.findAll(uids).stream().collect(Collectors.toMap(user -> user.id, Function.identity()));
    }

    /** A newest message that was missing in its head may have moved a conversation onto the page, or another one off it. */
    private void addUnexpected(List<Side> shown, Map<String, User> people, Set<String> expected, Healing healing) {
        List<Side> unread = shown.stream()
                .filter(side -> !side.isGone() && !side.isNewestRead())
                .toList();
        if (!unread.isEmpty()) {
            sides.readNewest(unread, healing);
        }
        Set<String> unexpected = friendsOf(shown);
        unexpected.removeAll(expected);
        if (!unexpected.isEmpty()) {
            people.putAll(findPeople(unexpected));
        }
    }
}
