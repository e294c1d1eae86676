package io.confab.domain.membership;

import io.confab.domain.group.GroupJoinRequest;
import io.confab.domain.user.Profile;

/** A request to join a group, and what everyone may see of the user who asks. */
public record JoinRequestWithProfile(GroupJoinRequest request, Profile asking) {}
