/**
 * Whom a user does not want to hear from. Called by blockUser, unblockUser, getBlockList and by whoever adds people to
 * groups.
 */
package io.confab.domain.block;
