/** Conversations as their owners see them: heads, unread numbers, lists, read marks. */
package io.confab.domain.conversation;
