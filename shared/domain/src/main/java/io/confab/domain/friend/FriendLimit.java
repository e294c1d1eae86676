package io.confab.domain.friend;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import jakarta.inject.Singleton;

/** How many friends one may have. Two acceptances at once may pass it by one: it bounds lists, it guards nothing. */
@Singleton
class FriendLimit {
    private final FriendRepository friends;
    private final int max;

    FriendLimit(FriendRepository friends, ConfabConfig config) {
        this.friends = friends;
        this.max = config.maxFriends();
    }

    /**
     * Lets only a user pass who may have one more.
     *
     * @throws Refusal {@code friend-limit}
     */
    void requireRoom(String uid) {
        if (friends.count(uid, max) >= max) {
            throw new Refusal(
                    ErrorCode.FRIEND_LIMIT, uid + " has " + max + " friends, which is as many as one may have");
        }
    }
}
