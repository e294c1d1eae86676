/**
 * What a send, a revoke or a read mark must know about its user, read in one command. Called by services that decide on a
 * right.
 */
package io.confab.domain.context;
