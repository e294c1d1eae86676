package io.confab.domain.inbox;

/** What a list of conversations contains. */
public sealed interface ListEntry permits ListedConversation, GoneConversation {}
