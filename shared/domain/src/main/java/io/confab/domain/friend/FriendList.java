package io.confab.domain.friend;

import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.page.Page;
import io.confab.domain.storage.Cursor;
import io.confab.domain.storage.Healing;
import io.confab.domain.storage.NewestFirst;
import io.confab.domain.user.Caller;
import io.confab.domain.user.Profile;
import io.confab.domain.user.UserRepository;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * getFriendList and updateFriend: a user's own side of friendships (docs/api/friends.md#getfriendlist,
 * docs/api/friends.md#updatefriend). Reading the list also completes acceptances and removals that a crash interrupted.
 */
@Singleton
public class FriendList {
    private final FriendRepository friends;
    private final Acceptances acceptances;
    private final FriendRemovals removals;
    private final UserRepository users;

    FriendList(FriendRepository friends, Acceptances acceptances, FriendRemovals removals, UserRepository users) {
        this.friends = friends;
        this.acceptances = acceptances;
        this.removals = removals;
        this.users = users;
    }

    /** The caller's friends, newest first, or only one of them; users who no longer exist are left out. */
    public Page<FriendWithProfile> page(Caller caller, Optional<String> friendUid, int limit, Optional<String> cursor) {
        Healing healing = Healing.ofOneRead();
        acceptances.finishAbandoned(caller.uid(), healing);
        removals.finishAbandoned(caller.uid(), healing);
        NewestFirst request = new NewestFirst("getFriendList", limit, cursor);
        Page<Friend> found =
                friendUid.map(uid -> one(caller, uid, cursor)).orElseGet(() -> friends.findPage(caller.uid(), request));
        List<String> uids =
                found.items().stream().map(friend -> friend.friendUid).toList();
        Map<String, Profile> people = users.findProfiles(uids);
        return found.mapOptional(friend -> Optional.ofNullable(people.get(friend.friendUid))
                .map(profile -> new FriendWithProfile(friend, profile)));
    }

    /**
     * Sets the given fields; a name that shows nothing is removed. One guarded write: running twice gives the same result; of
     * two at once, the last one stays.
     *
     * @throws Refusal {@code not-friend}
     */
    public void update(Caller caller, String friendUid, Optional<String> mark, Optional<String> className) {
        if (!friends.update(caller.uid(), friendUid, mark, className)) {
            throw new Refusal(ErrorCode.NOT_FRIEND, "friend_uid: no friend of yours");
        }
    }

    /** A list that has no second page. */
    private Page<Friend> one(Caller caller, String friendUid, Optional<String> cursor) {
        Cursor.requireNone(cursor);
        return Page.ofOne(friends.findOne(caller.uid(), friendUid));
    }
}
