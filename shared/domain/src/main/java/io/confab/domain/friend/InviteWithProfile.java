package io.confab.domain.friend;

import io.confab.domain.user.Profile;

/** An invite, and what everyone may see of the user who invites. */
public record InviteWithProfile(FriendInvite invite, Profile inviter) {}
