/**
 * Accounts of back ends: signed requests, registering, logging in, changing a user's record. Called by the external…
 * functions; tokens themselves are the edge's.
 */
package io.confab.domain.identity;
