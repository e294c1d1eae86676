package io.confab.domain.inbox;

import java.util.Optional;

/**
 * The conversations that have changed since a time, in the order of their changes, also those that are hidden or gone
 * (docs/api/conversations.md#getconversationlist).
 *
 * @param since the earliest time of a change
 */
public record ChangedConversations(long since, int limit, Optional<String> cursor) {}
