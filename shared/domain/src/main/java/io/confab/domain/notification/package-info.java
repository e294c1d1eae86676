/**
 * Stored notifications: made once, listed, marked read. Called by every method that tells a user something that is stored as
 * well as pushed.
 */
package io.confab.domain.notification;
