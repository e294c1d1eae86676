/**
 * Who may read what: a conversation looked at by one of its own, or refused. Called by every method that reads or changes
 * one conversation.
 */
package io.confab.domain.access;
