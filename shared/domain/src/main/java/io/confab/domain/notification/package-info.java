/**
 * Stored notifications: made once, listed, marked read. Called by whatever tells a user something that outlives the push.
 */
package io.confab.domain.notification;
