package io.confab.domain.block;

import io.confab.domain.user.Profile;

/** A user who is blocked, and since when (milliseconds). */
public record BlockedUser(Profile profile, long since) {}
