package io.confab.domain.friend;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import jakarta.inject.Singleton;

/**
 * The maximum number of friends. Two acceptances at once may exceed it by one; that is allowed, because the limit only keeps
 * lists short.
 */
@Singleton
class FriendLimit {
    private final FriendRepository friends;
    private final int max;

    FriendLimit(FriendRepository friends, ConfabConfig config) {
        this.friends = friends;
        this.max = config.maxFriends();
    }

    /**
     * Refuses a user who already has the maximum number of friends.
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
