/**
 * What is stored of devices: where a user is reachable, until when, and how many records a user may have. Called by {@code
 * session} and by shared/push.
 */
package io.confab.domain.device;
