/**
 * The users whom a user has blocked. Called by blockUser, unblockUser, getBlockList, and by the methods that add users to
 * groups.
 */
package io.confab.domain.block;
