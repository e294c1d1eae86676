/** Read marks: moving them, and telling the other side and the user's other devices. Called by clearUnreadCount alone. */
package io.confab.domain.unread;
