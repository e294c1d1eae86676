package io.confab.domain.inbox;

import io.confab.domain.conversation.Conversation;

/**
 * A user's side of a conversation, with the time of its newest message.
 *
 * @param updateTime time of the newest message
 */
public record ActiveConversation(Conversation mine, long updateTime, long lastSeq) {}
