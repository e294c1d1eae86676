/**
 * Who may read what: admits the bearer of a call and opens a conversation for them if they may read it, or refuses. Called by
 * every method that reads or changes one conversation.
 */
package io.confab.domain.access;
