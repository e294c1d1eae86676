/**
 * Messages, friends and members that other programs leave in {@code confab-inbox} (docs/triggers.md). Called by the trigger for
 * each row that is inserted.
 */
package io.confab.domain.intake;
