/**
 * What is stored of a user's side of a conversation, and of heads. Called by everything that lists, reads, sends or opens
 * conversations.
 */
package io.confab.domain.conversation;
