package io.confab.domain.inbox;

import io.confab.domain.page.Page;

/**
 * A page of conversations.
 *
 * @param isByNumber whether the client counts the pages: it cannot ask for the rest of one, so a reply must contain them all
 * @param unreadTotal the unread messages of all shown conversations without do-not-disturb
 * @param time of the server before it read
 */
public record ConversationPage(Page<ListEntry> page, boolean isByNumber, long unreadTotal, long time) {}
