package io.confab.domain.inbox;

import io.confab.domain.conversation.InboxRepository.ChangePlace;
import io.confab.domain.error.Refusal;
import io.confab.domain.inbox.Listing.Plan;
import io.confab.domain.inbox.SideFinder.Changed;
import io.confab.domain.page.Page;
import io.confab.domain.storage.Cursor;
import io.confab.domain.storage.Healing;
import io.confab.domain.user.Admitted;
import io.confab.domain.user.TokenBearer;
import io.confab.domain.user.User;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * getConversationList with {@code minChangeTime}: what has changed, the oldest change first
 * (docs/api/conversations.md#getconversationlist; docs/decisions/0048-what-has-changed-has-a-time.md). 6 commands.
 *
 * <p>Compares the heads of the page, of all groups, and of the single chats that changed last with their logs. If one of the
 * latter is behind, it is moved forward, which is a change now, and everything is read once more.
 */
@Singleton
public class ChangeList {
    private static final long GONE_MILLIS = Duration.ofDays(30).toMillis();
    private static final Comparator<Side> OLDEST_CHANGE_FIRST =
            Comparator.comparingLong(Side::changeTime).thenComparing(Side::id);

    private final SideFinder finder;
    private final Listing listing;
    private final Clock clock;

    ChangeList(SideFinder finder, Listing listing, Clock clock) {
        this.finder = finder;
        this.listing = listing;
        this.clock = clock;
    }

    /**
     * A page of the changes.
     *
     * @throws Refusal 400 when the cursor is not one of this list
     */
    public Admitted<ConversationPage> page(TokenBearer bearer, ChangedConversations request) {
        long time = clock.millis();
        Selected selected = new Selected(request, request.cursor().map(text -> place(request, text)), time);
        Healing healing = Healing.ofOneRead();
        Changed first = finder.changed(bearer.uid(), request, selected.after, healing);
        Admitted<ConversationPage> page = listing.list(bearer, selected.plan(first), healing);
        if (first.latest().stream().noneMatch(Side::isHeadBehind)) {
            return page;
        }
        Changed second = finder.changed(bearer.uid(), request, selected.after, healing);
        return listing.list(bearer, selected.plan(second), healing);
    }

    private static ChangePlace place(ChangedConversations request, String cursor) {
        return Cursor.decode(list(request), cursor, values -> new ChangePlace(values.number(), values.text()));
    }

    private static String list(ChangedConversations request) {
        return "getConversationList,minChangeTime," + request.since();
    }

    /** The sides that a request asks for. */
    private record Selected(ChangedConversations request, Optional<ChangePlace> after, long time) {

        Plan plan(Changed found) {
            return new Plan(
                    found.counted(), oneMore(found), found.latest(), () -> page(found), this::entry, false, time);
        }

        private List<Side> oneMore(Changed found) {
            return found.among().stream()
                    .filter(side -> side.changeTime() >= request.since())
                    .filter(side -> after.isEmpty() || isAfter(side, after.get()))
                    .filter(side ->
                            found.end().isEmpty() || !isAfter(side, found.end().get()))
                    .sorted(OLDEST_CHANGE_FIRST)
                    .limit(request.limit() + 1L)
                    .toList();
        }

        private Page<Side> page(Changed found) {
            List<Side> sides = oneMore(found);
            return sides.size() > request.limit() || found.end().isEmpty()
                    ? Page.of(sides, request.limit(), this::encode)
                    : Page.of(sides, found.end().map(this::encode), this::encode);
        }

        private Optional<ListEntry> entry(Side side, Optional<User> friend) {
            boolean isSingle = side.group().isEmpty() && !side.isGone();
            boolean isGone = side.isGone()
                    || (isSingle
                            && friend.filter(user -> user.erasedTime == null).isEmpty());
            if (!isGone) {
                return Listing.listed(side, friend);
            }
            return side.changeTime() < time - GONE_MILLIS
                    ? Optional.empty()
                    : Optional.of(new GoneConversation(side.id(), side.changeTime()));
        }

        private static boolean isAfter(Side side, ChangePlace place) {
            return side.changeTime() > place.changeTime()
                    || (side.changeTime() == place.changeTime() && side.id().compareTo(place.conversationId()) > 0);
        }

        private String encode(Side last) {
            return encode(new ChangePlace(last.changeTime(), last.id()));
        }

        private String encode(ChangePlace place) {
            return Cursor.encode(list(request), place.changeTime(), place.conversationId());
        }
    }
}
