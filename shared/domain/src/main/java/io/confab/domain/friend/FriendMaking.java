package io.confab.domain.friend;

import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.json.Params;
import io.confab.domain.user.User;
import io.confab.domain.user.UserRepository;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes two users friends whom another program has brought together (docs/triggers.md): as an accepted invite does. */
@Singleton
public class FriendMaking {
    private final FriendRepository friends;
    private final FriendLimit limit;
    private final Acceptances acceptances;
    private final UserRepository users;

    FriendMaking(FriendRepository friends, FriendLimit limit, Acceptances acceptances, UserRepository users) {
        this.friends = friends;
        this.limit = limit;
        this.acceptances = acceptances;
        this.users = users;
    }

    /** How the first user names the second. */
    public record Names(Optional<String> mark, Optional<String> className) {
        /**
         * @throws Refusal 400 for a name that is too long
         */
        public static Names decode(Params params) {
            return new Names(params.name("mark", Friend.MAX_NAME), params.name("class_name", Friend.MAX_NAME));
        }

        private boolean isEmpty() {
            return mark.isEmpty() && className.isEmpty();
        }
    }

    /**
     * Makes them friends and tells both. A repeat with the same time completes the first call.
     *
     * @param time identifies the call: when it was first made
     * @throws Refusal {@code user-not-found}, 1000 if they are friends already, {@code friend-limit}, 400 for one and the same
     *     user
     */
    public void make(String uid, String friendUid, Names names, long time) {
        if (uid.equals(friendUid)) {
            throw Refusal.badParam("friend_uid", "must be another user");
        }
        Map<String, User> people = users.findAll(List.of(uid, friendUid)).stream()
                .collect(Collectors.toMap(user -> user.id, Function.identity()));
        if (people.size() < 2) {
            throw new Refusal(ErrorCode.USER_NOT_FOUND, "user_id, friend_uid: one of them is no user");
        }
        List<Friend> pair = friends.findPair(uid, friendUid);
        boolean areFriends = pair.stream().anyMatch(friend -> !friend.isDeleted());
        if (areFriends && pair.stream().noneMatch(friend -> isMadeAt(friend, time))) {
            throw new Refusal(ErrorCode.ALREADY_FRIENDS, "已经是好友");
        }
        if (!areFriends) {
            limit.requireRoom(uid);
            limit.requireRoom(friendUid);
        }
        List<Friend> made = acceptances.befriend(uid, friendUid, time);
        if (!names.isEmpty()) {
            friends.update(uid, friendUid, names.mark(), names.className());
        }
        acceptances.tell(made);
    }

    private static boolean isMadeAt(Friend friend, long time) {
        return friend.id.equals(Friend.id(friend.userId, friend.friendUid, time));
    }
}
