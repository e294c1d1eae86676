package io.confab.domain.inbox;

import io.confab.domain.error.Refusal;
import io.confab.domain.page.Page;
import io.confab.domain.storage.Healing;
import io.confab.domain.user.Admitted;
import io.confab.domain.user.Profile;
import io.confab.domain.user.TokenBearer;
import io.confab.domain.user.User;
import io.confab.domain.user.UserRepository;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * getConversationList (docs/api/conversations.md#getconversationlist). At most 5 commands whatever its length, in two steps
 * (see {@link Sides}): first my conversations and my groups; then the newest messages, the messages that counts alone do not
 * cover, and the users.
 *
 * <p>All of my conversations are read, not just the page, because {@code unread_total} needs them; users are read only for the
 * page.
 */
@Singleton
public class ConversationList {
    private final Sides sides;
    private final UserRepository users;

    ConversationList(Sides sides, UserRepository users) {
        this.sides = sides;
        this.users = users;
    }

    /**
     * A page of the bearer's conversations; empty for a conversation that is not theirs.
     *
     * @throws Refusal 400 when the cursor is not one of this list
     */
    public Admitted<ConversationPage> page(TokenBearer bearer, ConversationListRequest request) {
        Selection selection = Selection.of(request);
        Healing healing = Healing.ofOneRead();
        List<Side> mine = sides.ofUser(bearer.uid(), healing);
        Set<String> expected = friendsOf(selection.oneMore(mine));
        expected.add(bearer.uid());
        Map<String, User> people = sides.complete(mine, healing, () -> findPeople(expected));
        return bearer.admit(Optional.ofNullable(people.get(bearer.uid())), caller -> {
            Page<Side> found = selection.page(mine);
            addUnexpected(people, expected, found.items());
            return new ConversationPage(
                    found.mapOptional(side -> listed(side, people)), selection.isByNumber(), unreadTotal(mine));
        });
    }

    /** A conversation whose other user no longer exists is left out. */
    private static Optional<ListedConversation> listed(Side side, Map<String, User> people) {
        Optional<Profile> friend =
                Optional.ofNullable(people.get(side.conversation().friendUid)).map(Profile::of);
        return side.group().isPresent() || friend.isPresent() ? Optional.of(side.listed(friend)) : Optional.empty();
    }

    /** The unread messages of a user's shown conversations that are not muted. At most 4 commands, none of which writes. */
    public long unreadTotal(String uid) {
        List<Side> mine = sides.ofUser(uid, Healing.none());
        sides.completeToCount(mine);
        return unreadTotal(mine);
    }

    /** A user's shown conversations, the most recently active first. At most 3 commands. */
    public List<ActiveConversation> findActive(String uid) {
        Healing healing = Healing.ofOneRead();
        List<Side> mine = sides.ofUser(uid, healing);
        sides.readNewest(mine, healing);
        return mine.stream()
                .filter(side -> !side.isHidden())
                .sorted(Side.NEWEST_FIRST)
                .map(side -> new ActiveConversation(side.conversation(), side.updateTime(), side.lastSeq()))
                .toList();
    }

    /** One conversation of a user, even if it is hidden; it must exist. */
    public ListedConversation one(String uid, String conversationId) {
        Side side = sides.one(uid, conversationId);
        return side.listed(sides.complete(
                List.of(side), Healing.ofOneRead(), () -> Optional.ofNullable(side.conversation().friendUid)
                        .flatMap(users::findOne)
                        .map(Profile::of)));
    }

    private static long unreadTotal(List<Side> mine) {
        return mine.stream()
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

    /** A newest message that was missing in its head may have moved a conversation onto the page. */
    private void addUnexpected(Map<String, User> people, Set<String> expected, List<Side> shown) {
        Set<String> unexpected = friendsOf(shown);
        unexpected.removeAll(expected);
        if (!unexpected.isEmpty()) {
            people.putAll(findPeople(unexpected));
        }
    }
}
