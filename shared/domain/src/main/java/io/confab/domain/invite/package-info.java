/**
 * What friend invites and requests to join a group have in common: a state and its decision. Used by {@code friend} and
 * {@code group}.
 */
package io.confab.domain.invite;
