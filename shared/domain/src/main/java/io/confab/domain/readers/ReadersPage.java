package io.confab.domain.readers;

import io.confab.domain.page.Page;

/**
 * A page of those who have read a message, and then of those who have not.
 *
 * @param readCount how many have read it, on all pages
 * @param unreadCount how many have not, on all pages
 */
public record ReadersPage(Page<MessageReader> people, long readCount, long unreadCount) {}
