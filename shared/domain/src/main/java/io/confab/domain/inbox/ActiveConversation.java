package io.confab.domain.inbox;

import io.confab.domain.conversation.Conversation;

/**
 * A user's side of a conversation, with where that stands.
 *
 * @param updateTime time of the newest message
 */
public record ActiveConversation(Conversation mine, long updateTime, long lastSeq) {}
