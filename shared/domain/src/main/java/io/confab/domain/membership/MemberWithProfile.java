package io.confab.domain.membership;

import io.confab.domain.group.GroupMember;
import io.confab.domain.user.Profile;

/** A member of a group, and what everyone may see of them. */
public record MemberWithProfile(GroupMember member, Profile profile) {}
