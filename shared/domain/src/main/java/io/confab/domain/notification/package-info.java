/** Stored notifications. */
package io.confab.domain.notification;
