/** Paging through a conversation's messages. Called by getMsgList alone. */
package io.confab.domain.history;
