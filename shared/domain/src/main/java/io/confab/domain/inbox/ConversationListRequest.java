package io.confab.domain.inbox;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Which conversations to list (docs/api/conversations.md#getconversationlist). */
public record ConversationListRequest(
        int limit,
        OptionalLong maxUpdateTime,
        OptionalInt page,
        Optional<String> conversationId,
        Optional<String> cursor) {
    public static final int DEFAULT_LIMIT = 500;

    /** One conversation, even if it is hidden. */
    public static ConversationListRequest one(String conversationId) {
        return new ConversationListRequest(
                1, OptionalLong.empty(), OptionalInt.empty(), Optional.of(conversationId), Optional.empty());
    }
}
