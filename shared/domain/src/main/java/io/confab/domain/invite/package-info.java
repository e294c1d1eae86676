/** What friend invites and requests to join a group have in common. */
package io.confab.domain.invite;
