/**
 * Who may read what: opens a conversation for a user who may read it, or refuses. Called by every method that reads or changes
 * one conversation.
 */
package io.confab.domain.access;
