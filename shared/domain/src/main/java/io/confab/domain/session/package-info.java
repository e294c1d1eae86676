/**
 * Signing in and out as devices see it: binding a connection, limits, ending what a token brought in. Called by the online
 * channel, by account methods and by logout; the stored record is in the package {@code device}.
 */
package io.confab.domain.session;
