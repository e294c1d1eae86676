package io.confab.domain.friend;

import io.confab.domain.user.Profile;

/** A user's own side of a friendship, and what everyone may see of the friend. */
public record FriendWithProfile(Friend friend, Profile profile) {}
