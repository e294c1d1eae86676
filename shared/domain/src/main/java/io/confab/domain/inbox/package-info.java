/**
 * The list of a user's conversations, each with its newest message and its unread number. Called by getConversationList,
 * searchMsg and the badge of a push; stores nothing but heads that were behind.
 */
package io.confab.domain.inbox;
