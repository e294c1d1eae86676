package io.confab.domain.inbox;

import io.confab.domain.error.Refusal;
import io.confab.domain.page.Page;
import io.confab.domain.storage.Cursor;
import java.util.List;
import java.util.Optional;

/** Which of a user's sides a request asks for, newest first. Knows nothing about where they are stored. */
final class Selection {
    private final ConversationListRequest request;
    private final Optional<Start> start;

    private Selection(ConversationListRequest request, Optional<Start> start) {
        this.request = request;
        this.start = start;
    }

    /**
     * The selection of a request.
     *
     * @throws Refusal 400 when the cursor is not one of this list
     */
    static Selection of(ConversationListRequest request) {
        return new Selection(request, request.cursor().map(cursor -> Start.decode(request, cursor)));
    }

    /** Whether the page is named by its number. */
    boolean isByNumber() {
        return request.page().isPresent()
                && start.isEmpty()
                && request.maxUpdateTime().isEmpty();
    }

    /** The page. */
    Page<Side> page(List<Side> mine) {
        return Page.of(oneMore(mine), request.limit(), last -> Start.encode(request, last));
    }

    /** The sides of the page, and one more if there is one. */
    List<Side> oneMore(List<Side> mine) {
        return mine.stream()
                .filter(this::isWanted)
                .sorted(Side.NEWEST_FIRST)
                .skip(isByNumber() ? (request.page().getAsInt() - 1L) * request.limit() : 0)
                .limit(request.limit() + 1L)
                .toList();
    }

    /** One conversation is wanted even if it is hidden. */
    private boolean isWanted(Side side) {
        boolean named = request.conversationId().map(side.id()::equals).orElseGet(() -> !side.isHidden());
        return named
                && (request.maxUpdateTime().isEmpty()
                        || side.updateTime() < request.maxUpdateTime().getAsLong())
                && (start.isEmpty() || start.get().isBefore(side));
    }

    /** Where a page begins: after a conversation's place in the order. */
    private record Start(long updateTime, String id) {
        static String encode(ConversationListRequest request, Side last) {
            return Cursor.encode(list(request), last.updateTime(), last.id());
        }

        static Start decode(ConversationListRequest request, String cursor) {
            return Cursor.decode(list(request), cursor, values -> new Start(values.number(), values.text()));
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
