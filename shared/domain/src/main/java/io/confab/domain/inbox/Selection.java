package io.confab.domain.inbox;

import io.confab.domain.conversation.InboxRepository.ShownFrom;
import io.confab.domain.conversation.InboxRepository.SidePlace;
import io.confab.domain.error.Refusal;
import io.confab.domain.page.Page;
import io.confab.domain.storage.Cursor;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Which of a user's sides a request asks for, newest first. Knows nothing about how they are read. */
final class Selection {
    private final ConversationListRequest request;
    private final Optional<SidePlace> start;

    private Selection(ConversationListRequest request, Optional<SidePlace> start) {
        this.request = request;
        this.start = start;
    }

    /**
     * The selection of a request.
     *
     * @throws Refusal 400 when the cursor is not one of this list
     */
    static Selection of(ConversationListRequest request) {
        return new Selection(request, request.cursor().map(cursor -> decode(request, cursor)));
    }

    /** The sides after a place. */
    static Selection after(Optional<SidePlace> place, int limit) {
        return new Selection(
                new ConversationListRequest(
                        limit, OptionalLong.empty(), OptionalInt.empty(), Optional.empty(), Optional.empty()),
                place);
    }

    /** The only conversation that is wanted. */
    Optional<String> only() {
        return request.conversationId();
    }

    int limit() {
        return request.limit();
    }

    /** Whether the page is named by its number. */
    boolean isByNumber() {
        return request.page().isPresent()
                && start.isEmpty()
                && request.maxUpdateTime().isEmpty();
    }

    /** How many sides come before the page, if it is named by its number. */
    long skipped() {
        return isByNumber() ? (request.page().getAsInt() - 1L) * request.limit() : 0;
    }

    /** Where the page begins among the single chats. */
    ShownFrom from(long skip) {
        return new ShownFrom(request.maxUpdateTime(), start, (int) Math.min(skip, Integer.MAX_VALUE));
    }

    /**
     * The sides of the page, and one more if there is one.
     *
     * @param among all sides that may be on the page
     * @param skip how many of these come before the page
     */
    List<Side> oneMore(Collection<Side> among, long skip) {
        return among.stream()
                .filter(this::isWanted)
                .sorted(Side.NEWEST_FIRST)
                .skip(skip)
                .limit(request.limit() + 1L)
                .toList();
    }

    /**
     * The page.
     *
     * @param end the place up to which single chats were read, if there are more after it
     */
    Page<Side> page(Collection<Side> among, long skip, Optional<SidePlace> end) {
        List<Side> found = oneMore(among, skip);
        if (found.size() > request.limit() || end.isEmpty()) {
            return Page.of(found, request.limit(), this::encode);
        }
        // Heads that were behind have moved off the page. What comes after the end is left to the next page.
        SidePlace last = end.get();
        return Page.of(
                found.stream().filter(side -> !side.isAfter(last)).toList(),
                Optional.of(encode(last.updateTime(), last.conversationId())),
                this::encode);
    }

    /** One conversation is wanted even if it is hidden. */
    private boolean isWanted(Side side) {
        boolean named = request.conversationId().map(side.id()::equals).orElseGet(() -> !side.isHidden());
        return named
                && (request.maxUpdateTime().isEmpty()
                        || side.updateTime() < request.maxUpdateTime().getAsLong())
                && (start.isEmpty() || side.isAfter(start.get()));
    }

    private String encode(Side last) {
        return encode(last.updateTime(), last.id());
    }

    private String encode(long updateTime, String id) {
        return Cursor.encode(list(request), updateTime, id);
    }

    private static SidePlace decode(ConversationListRequest request, String cursor) {
        return Cursor.decode(list(request), cursor, values -> new SidePlace(values.number(), values.text()));
    }

    private static String list(ConversationListRequest request) {
        return "getConversationList," + request.maxUpdateTime() + "," + request.conversationId();
    }
}
