package io.confab.domain.inbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.json.JsonPage;
import io.confab.domain.json.ReplyRoom;
import io.confab.domain.page.Page;
import io.confab.domain.storage.Cursor;
import io.confab.domain.storage.Healing;
import io.confab.domain.user.Profile;
import io.confab.domain.user.TokenBearer;
import io.confab.domain.user.User;
import io.confab.domain.user.UserRepository;
import jakarta.inject.Singleton;
import java.util.ArrayList;
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

    /** A page of the bearer's conversations; empty for a conversation that is not theirs. */
    public ConversationPage page(TokenBearer bearer, ConversationListRequest request) {
        Optional<PageStart> start = request.cursor().map(cursor -> PageStart.decode(request, cursor));
        Healing healing = Healing.ofOneRead();
        List<Side> mine = sides.ofUser(bearer.uid(), healing);
        Set<String> expected = friendsOf(page(mine, request, start));
        expected.add(bearer.uid());
        Map<String, User> people = sides.complete(mine, healing, () -> findPeople(expected));
        bearer.admit(Optional.ofNullable(people.get(bearer.uid())));
        Page<Side> found =
                Page.of(page(mine, request, start), request.limit(), last -> PageStart.encode(request, last));
        addUnexpected(people, expected, found.items());
        JsonPage page = isByNumber(request, start)
                ? new JsonPage(ofOneNumber(found.items(), people), found.next())
                : found.page(
                        side -> isThere(side, people) ? Optional.of(whole(side, people)) : Optional.empty(),
                        ConversationView::slim);
        return new ConversationPage(page.data(), page.nextCursor(), unreadTotal(mine));
    }

    /** A conversation whose other user no longer exists is left out. */
    private static boolean isThere(Side side, Map<String, User> people) {
        return side.group().isPresent() || people.containsKey(side.conversation().friendUid);
    }

    private static ObjectNode whole(Side side, Map<String, User> people) {
        return ConversationView.whole(
                side,
                Optional.ofNullable(people.get(side.conversation().friendUid)).map(Profile::of));
    }

    /** A page by number contains all its conversations: those that do not fit into the reply are shown with fewer fields. */
    private static List<ObjectNode> ofOneNumber(List<Side> page, Map<String, User> people) {
        ReplyRoom room = new ReplyRoom();
        List<Side> shown = page.stream().filter(side -> isThere(side, people)).toList();
        List<ObjectNode> slim = shown.stream().map(ConversationView::slim).toList();
        slim.forEach(each -> room.take(ReplyRoom.sizeOf(each)));
        List<ObjectNode> data = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            ObjectNode whole = whole(shown.get(i), people);
            boolean fits = room.take(ReplyRoom.sizeOf(whole) - ReplyRoom.sizeOf(slim.get(i)));
            data.add(fits ? whole : slim.get(i));
        }
        return data;
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

    /** One conversation of a user in the form of the list, even if it is hidden; it must exist. */
    public ObjectNode getOne(String uid, String conversationId) {
        Side side = sides.one(uid, conversationId);
        Optional<Profile> friend = sides.complete(
                List.of(side), Healing.ofOneRead(), () -> Optional.ofNullable(side.conversation().friendUid)
                        .flatMap(users::findOne)
                        .map(Profile::of));
        return new ReplyRoom()
                .take(ConversationView.whole(side, friend), () -> ConversationView.slim(side))
                .orElseThrow();
    }

    /** The page, and one more conversation if there is one. */
    private static List<Side> page(List<Side> mine, ConversationListRequest request, Optional<PageStart> start) {
        boolean byNumber = isByNumber(request, start);
        return mine.stream()
                .filter(side -> request.conversationId().isPresent()
                        ? request.conversationId().get().equals(side.id())
                        : !side.isHidden())
                .filter(side -> request.maxUpdateTime().isEmpty()
                        || side.updateTime() < request.maxUpdateTime().getAsLong())
                .filter(side -> start.isEmpty() || start.get().isBefore(side))
                .sorted(Side.NEWEST_FIRST)
                .skip(byNumber ? (request.page().getAsInt() - 1L) * request.limit() : 0)
                .limit(request.limit() + 1L)
                .toList();
    }

    private static boolean isByNumber(ConversationListRequest request, Optional<PageStart> start) {
        return request.page().isPresent()
                && start.isEmpty()
                && request.maxUpdateTime().isEmpty();
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

    /** Where the next page begins: after a conversation's place in the order. */
    private record PageStart(long updateTime, String id) {
        static String encode(ConversationListRequest request, Side last) {
            return Cursor.encode(list(request), last.updateTime(), last.id());
        }

        static PageStart decode(ConversationListRequest request, String cursor) {
            return Cursor.decode(list(request), cursor, values -> new PageStart(values.number(), values.text()));
        }

        private static String list(ConversationListRequest request) {
            return "getConversationList," + request.maxUpdateTime() + "," + request.conversationId();
        }

        boolean isBefore(Side side) {
            return side.updateTime() < updateTime
                    || (side.updateTime() == updateTime && side.id().compareTo(id) < 0);
        }
    }
}
