package io.confab.domain.presence;

import io.confab.domain.friend.Friend;
import io.confab.domain.user.User;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** A user, and whether they have the caller as a friend. */
@RegisterForReflection
public class Acquaintance extends User {
    public List<Friend> friends;

    boolean hasFriend() {
        return friends != null && friends.stream().anyMatch(friend -> !friend.isDeleted());
    }
}
