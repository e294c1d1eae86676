/**
 * Friends and invites, from asking to removing. Called by the functions of friends; a list completes what a crash
 * interrupted.
 */
package io.confab.domain.friend;
