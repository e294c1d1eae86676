/**
 * Conversations that a user opens, and their own settings of one (pinned, do-not-disturb, hidden, draft). Called by
 * createConversation and updateConversation.
 */
package io.confab.domain.opening;
