/**
 * Changes of the database that other programs make: what they mean, and what follows from them (docs/triggers.md). Called by
 * sendPushMsg with events of any source, one by one or in batches.
 */
package io.confab.domain.trigger;
