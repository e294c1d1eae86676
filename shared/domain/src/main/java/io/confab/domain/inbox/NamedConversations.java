package io.confab.domain.inbox;

import java.util.List;
import java.util.Optional;

/**
 * These conversations, in the given order, even if they are hidden (docs/api/conversations.md#getconversationlist).
 *
 * @param ids without repetitions
 */
public record NamedConversations(List<String> ids, Optional<String> cursor) {
    public static final int MAX_IDS = 100;
}
