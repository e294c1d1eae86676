/**
 * Read marks: moving them, and telling the other side and the user's other devices. Called by clearUnreadCount alone. The unread
 * count that a list shows is computed in {@code inbox}.
 */
package io.confab.domain.readmark;
