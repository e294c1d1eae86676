package io.confab.domain.conversation;

/**
 * A user's side of a conversation, with where that stands.
 *
 * @param updateTime time of the newest message
 */
public record ActiveConversation(Conversation mine, long updateTime, long lastSeq) {}
