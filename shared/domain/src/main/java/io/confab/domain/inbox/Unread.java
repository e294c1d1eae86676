package io.confab.domain.inbox;

import java.util.Optional;

/**
 * What a user has not read in a conversation (docs/rules.md#unread).
 *
 * @param mentionedSeq number of the newest unread message that mentions them
 * @param hasNotification whether the group has a notice by another user that they have not seen
 */
public record Unread(long count, Optional<Long> mentionedSeq, boolean hasNotification) {}
