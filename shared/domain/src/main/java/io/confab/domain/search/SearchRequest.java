package io.confab.domain.search;

import java.util.Optional;

/** What to search for, and where (docs/api/messages.md#searchmsg). */
public record SearchRequest(String keyword, Optional<String> conversationId, int limit, Optional<String> cursor) {
    String list() {
        return "searchMsg," + conversationId + "," + keyword;
    }
}
