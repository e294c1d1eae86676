package io.confab.domain.inbox;

import io.confab.domain.error.Refusal;
import io.confab.domain.inbox.SideFinder.Found;
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
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * getConversationList (docs/api/conversations.md#getconversationlist). At most 5 commands whatever its length, in two steps:
 * first my groups, what is counted, and the single chats of the page ({@link SideFinder}); then the messages that the page shows
 * and that counts alone do not cover ({@link Sides}), and the users of the page.
 *
 * <p>What is read grows with the page, with my groups, and with the conversations that have unread messages, because {@code
 * unread_total} needs these; not with the number of my conversations (docs/decisions/0047-a-list-reads-its-page.md).
 */
@Singleton
public class ConversationList {
    private final SideFinder finder;
    private final Sides sides;
    private final UserRepository users;

    ConversationList(SideFinder finder, Sides sides, UserRepository users) {
        this.finder = finder;
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
        Found mine = finder.page(bearer.uid(), selection, healing);
        List<Side> expected = selection.oneMore(mine.among(), mine.skip());
        Set<String> expectedPeople = friendsOf(expected);
        expectedPeople.add(bearer.uid());
        Map<String, User> people = sides.complete(mine.all(), expected, healing, () -> findPeople(expectedPeople));
        return bearer.admit(Optional.ofNullable(people.get(bearer.uid())), caller -> {
            Page<Side> found = selection.page(mine.among(), mine.skip(), mine.end());
            addUnexpected(found.items(), people, expectedPeople, healing);
            return new ConversationPage(
                    found.mapOptional(side -> listed(side, people)), selection.isByNumber(), unreadTotal(mine.all()));
        });
    }

    /** A conversation whose other user no longer exists is left out. */
    private static Optional<ListedConversation> listed(Side side, Map<String, User> people) {
        Optional<Profile> friend =
                Optional.ofNullable(people.get(side.conversation().friendUid)).map(Profile::of);
        return side.group().isPresent() || friend.isPresent() ? Optional.of(side.listed(friend)) : Optional.empty();
    }

    /** The unread messages of a user's shown conversations that are not muted. 3 commands, none of which writes. */
    public long unreadTotal(String uid) {
        Collection<Side> mine = finder.counted(uid);
        sides.completeToCount(mine);
        return unreadTotal(mine);
    }

    /** A user's shown conversations, the most recently active first. At most 3 commands. */
    public List<ActiveConversation> findActive(String uid) {
        Healing healing = Healing.ofOneRead();
        Collection<Side> mine = finder.all(uid, healing);
        sides.readNewest(mine, healing);
        return mine.stream()
                .filter(side -> !side.isHidden())
                .sorted(Side.NEWEST_FIRST)
                .map(side -> new ActiveConversation(side.conversation(), side.updateTime(), side.lastSeq()))
                .toList();
    }

    /** One conversation of a user, even if it is hidden; it must exist. */
    public ListedConversation one(String uid, String conversationId) {
        Side side = finder.one(uid, conversationId);
        return side.listed(sides.complete(List.of(side), List.of(side), Healing.ofOneRead(), () -> Optional.ofNullable(
                        side.conversation().friendUid)
                .flatMap(users::findOne)
                .map(Profile::of)));
    }

    private static long unreadTotal(Collection<Side> mine) {
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

    /** A newest message that was missing in its head may have moved a conversation onto the page, or another one off it. */
    private void addUnexpected(List<Side> shown, Map<String, User> people, Set<String> expected, Healing healing) {
        List<Side> unread = shown.stream().filter(side -> !side.isNewestRead()).toList();
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
