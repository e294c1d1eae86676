package io.confab.domain.inbox;

/**
 * A conversation that is no longer one of its owner's: a group that they have left or that is dissolved, a single chat whose
 * other user is gone.
 */
public record GoneConversation(String conversationId, long changeTime) implements ListEntry {}
