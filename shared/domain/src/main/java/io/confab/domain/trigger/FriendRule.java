package io.confab.domain.trigger;

import io.confab.domain.friend.Friend;
import io.confab.domain.friend.FriendNews;
import io.confab.domain.push.PushReport;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;

/**
 * A new friend's document notifies its owner; one that is marked deleted, or deleted unmarked, tells its owner that the
 * friendship has ended. Each document tells its own owner.
 */
@Singleton
class FriendRule implements ChangeRule {
    private static final String MARK = "deleted";

    private final FriendNews news;
    private final Clock clock;

    FriendRule(FriendNews news, Clock clock) {
        this.news = news;
        this.clock = clock;
    }

    @Override
    public String collection() {
        return Friend.COLLECTION;
    }

    @Override
    public PushReport apply(Change change) {
        return switch (change.operation()) {
            case INSERT -> friend(change, change.after())
                    .filter(friend -> !friend.isDeleted())
                    .map(news::added)
                    .orElseGet(PushReport.Nothing::new);
            case UPDATE -> change.updated()
                            .filter(fields -> fields.isTrue(MARK))
                            .isPresent()
                    ? removed(change, friend(change, change.after().or(change::before)))
                    : new PushReport.Nothing();
            case DELETE -> removed(change, friend(change, change.before()).filter(friend -> !friend.isDeleted()));
            case REPLACE -> new PushReport.Nothing();
        };
    }

    private PushReport removed(Change change, Optional<Friend> friend) {
        return friend.map(removed -> news.removed(removed, change.time(clock, "update_time", "create_time")))
                .orElseGet(PushReport.Nothing::new);
    }

    private Optional<Friend> friend(Change change, Optional<Fields> document) {
        return document.flatMap(fields -> fields.id("user_id")
                .flatMap(uid -> fields.id("friend_uid").map(friendUid -> {
                    Friend friend = new Friend();
                    friend.id = change.id();
                    friend.userId = uid;
                    friend.friendUid = friendUid;
                    friend.createTime = change.time(clock, "create_time");
                    friend.deleted = fields.isTrue(MARK);
                    return friend;
                })));
    }
}
