package io.confab.domain.inbox;

import io.confab.domain.conversation.InboxRepository.SidePlace;
import io.confab.domain.error.Refusal;
import io.confab.domain.inbox.Listing.Plan;
import io.confab.domain.inbox.SideFinder.Found;
import io.confab.domain.page.Page;
import io.confab.domain.storage.Cursor;
import io.confab.domain.storage.Healing;
import io.confab.domain.user.Admitted;
import io.confab.domain.user.Profile;
import io.confab.domain.user.TokenBearer;
import io.confab.domain.user.UserRepository;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

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
    private static final String NAMED = "getConversationList,conversation_ids,";

    private final SideFinder finder;
    private final Sides sides;
    private final Listing listing;
    private final UserRepository users;
    private final Clock clock;

    ConversationList(SideFinder finder, Sides sides, Listing listing, UserRepository users, Clock clock) {
        this.finder = finder;
        this.sides = sides;
        this.listing = listing;
        this.users = users;
        this.clock = clock;
    }

    /**
     * A page of the bearer's conversations; empty for a conversation that is not theirs.
     *
     * @throws Refusal 400 when the cursor is not one of this list
     */
    public Admitted<ConversationPage> page(TokenBearer bearer, ConversationListRequest request) {
        long time = clock.millis();
        Selection selection = Selection.of(request);
        Healing healing = Healing.ofOneRead();
        Found mine = finder.page(bearer.uid(), selection, healing);
        return listing.list(
                bearer,
                new Plan(
                        mine.all(),
                        selection.oneMore(mine.among(), mine.skip()),
                        List.of(),
                        () -> selection.page(mine.among(), mine.skip(), mine.end()),
                        Listing::listed,
                        selection.isByNumber(),
                        time),
                healing);
    }

    /**
     * Those of the named conversations that are the bearer's.
     *
     * @throws Refusal 400 when the cursor is not one of this list
     */
    public Admitted<ConversationPage> named(TokenBearer bearer, NamedConversations request) {
        long time = clock.millis();
        String list = NAMED + request.ids();
        long answered = request.cursor()
                .map(text -> Cursor.decode(list, text, Cursor::number))
                .orElse(0L);
        List<String> ids = request.ids().stream().skip(answered).toList();
        Healing healing = Healing.ofOneRead();
        Map<String, Side> mine = finder.named(bearer.uid(), ids, healing);
        List<Side> wanted = ids.stream().map(mine::get).filter(Objects::nonNull).toList();
        return listing.list(
                bearer,
                new Plan(
                        mine.values(),
                        wanted,
                        List.of(),
                        () -> Page.of(
                                wanted,
                                Optional.empty(),
                                side -> Cursor.encode(list, request.ids().indexOf(side.id()) + 1L)),
                        Listing::listed,
                        false,
                        time),
                healing);
    }

    /** The unread messages of a user's shown conversations that are not muted. 3 commands, none of which writes. */
    public long unreadTotal(String uid) {
        Collection<Side> mine = finder.counted(uid);
        sides.completeToCount(mine);
        return Listing.unreadTotal(mine);
    }

    /**
     * A user's shown conversations, the most recently active first. 4 commands.
     *
     * @param after the place after which to begin
     */
    public ActiveConversation.Part findActive(String uid, Optional<SidePlace> after, int limit) {
        Healing healing = Healing.ofOneRead();
        Selection selection = Selection.after(after, limit);
        Found mine = finder.page(uid, selection, healing);
        List<Side> page =
                selection.oneMore(mine.among(), 0).stream().limit(limit).toList();
        boolean isLast =
                mine.end().isEmpty() && selection.oneMore(mine.among(), 0).size() <= limit;
        List<SidePlace> places = page.stream().map(Side::place).toList();
        sides.catchUp(page, healing);
        List<ActiveConversation> active = IntStream.range(0, page.size())
                .mapToObj(i -> new ActiveConversation(
                        page.get(i).conversation(), places.get(i), page.get(i).lastSeq()))
                .toList();
        return new ActiveConversation.Part(
                active, isLast ? Optional.empty() : Optional.of(places.get(places.size() - 1)));
    }

    /** One of a user's shown conversations, wherever it is in the order. At most 3 commands. */
    public Optional<ActiveConversation> findActive(String uid, String conversationId) {
        Optional<Side> found = finder.find(uid, conversationId);
        found.ifPresent(side -> sides.catchUp(List.of(side), Healing.ofOneRead()));
        return found.filter(side -> !side.isHidden())
                .map(side -> new ActiveConversation(side.conversation(), side.place(), side.lastSeq()));
    }

    /** One conversation of a user, even if it is hidden; it must exist. */
    public ListedConversation one(String uid, String conversationId) {
        Side side = finder.one(uid, conversationId);
        List<Side> only = List.of(side);
        return side.listed(sides.complete(
                only, only, List.of(), Healing.ofOneRead(), () -> Optional.ofNullable(side.conversation().friendUid)
                        .flatMap(users::findOne)
                        .map(Profile::of)));
    }
}
