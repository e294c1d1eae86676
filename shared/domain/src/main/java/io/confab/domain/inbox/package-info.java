/**
 * The list of a user's conversations: their sides are read ({@code Sides}), a page of them is chosen ({@code Selection}), and
 * each is shown with its newest message and what is unread ({@code ListedConversation}). Called by getConversationList,
 * createConversation, searchMsg and the badge of a push; stores nothing but what a crash left unfinished.
 */
package io.confab.domain.inbox;
