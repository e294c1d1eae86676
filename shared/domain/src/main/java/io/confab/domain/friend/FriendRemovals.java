package io.confab.domain.friend;

import io.confab.domain.conversation.Visibility;
import io.confab.domain.device.Device;
import io.confab.domain.device.DeviceRepository;
import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.ids.ConversationIds;
import io.confab.domain.storage.Healing;
import io.confab.domain.user.Caller;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * removeFriend: ends a friendship for both users (docs/rules.md#pushes, docs/rules.md#friends).
 *
 * <p>Marking both documents deleted is the commit point; they are {@code removing} until the conversation is hidden and both
 * users are told. Every step is harmless when repeated: the number up to which the conversation is hidden is read and stored
 * before, and the pushes' request ids are derived from documents and time. If the process dies, a repeat of the call, or the
 * next friend list of either user, completes it. The marked documents expire later.
 */
@Singleton
public class FriendRemovals {
    private static final Logger LOG = Logger.getLogger(FriendRemovals.class);
    private static final long ABANDONED_AFTER_MILLIS = 10_000;
    private static final long GIVEN_UP_AFTER_MILLIS = 600_000;

    /** Longer than a delayed process can live, shorter than the time for which the request id of a push is remembered. */
    private static final Duration MARKED_FOR = Duration.ofHours(1);

    private final FriendRepository friends;
    private final Acceptances acceptances;
    private final Visibility visibility;
    private final DeviceRepository devices;
    private final FriendNews news;
    private final Clock clock;

    FriendRemovals(
            FriendRepository friends,
            Acceptances acceptances,
            Visibility visibility,
            DeviceRepository devices,
            FriendNews news,
            Clock clock) {
        this.friends = friends;
        this.acceptances = acceptances;
        this.visibility = visibility;
        this.devices = devices;
        this.news = news;
        this.clock = clock;
    }

    /**
     * Removes.
     *
     * @throws Refusal {@code not-friend}
     */
    public void remove(Caller caller, String friendUid) {
        String uid = caller.uid();
        acceptances.finishBetween(uid, friendUid);
        if (!friends.findPair(uid, friendUid).stream().allMatch(Friend::isDeleted)) {
            long hideSeq = visibility.newestSeq(ConversationIds.single(uid, friendUid));
            friends.markDeleted(uid, friendUid, hideSeq, clock.millis());
        }
        List<Friend> removing = friends.findPair(uid, friendUid).stream()
                .filter(Friend::isRemovalUnfinished)
                .toList();
        if (removing.isEmpty()) {
            throw new Refusal(ErrorCode.NOT_FRIEND, "friend_uid: no friend of yours");
        }
        finish(removing);
    }

    /** Completes, within the limits of a read, removals that concern a user and have been unfinished for some seconds. */
    void finishAbandoned(String uid, Healing healing) {
        long before = clock.millis() - ABANDONED_AFTER_MILLIS;
        friends.findRemoving(uid).stream()
                .filter(friend -> friend.updateTime < before)
                .collect(Collectors.groupingBy(friend -> ConversationIds.single(friend.userId, friend.friendUid)))
                .forEach((pair, removing) -> healing.attempt("removal of a friend", pair, () -> finish(removing)));
    }

    /** Pushes that fail are given up some minutes after the removal, because lists show the removal anyway. */
    private void finish(List<Friend> removing) {
        Friend any = removing.get(0);
        List<String> uids = List.of(any.userId, any.friendUid);
        visibility.hide(uids, ConversationIds.single(any.userId, any.friendUid), any.hideSeq);
        Map<String, List<Device>> byUser =
                devices.findByUsers(uids).stream().collect(Collectors.groupingBy(device -> device.userId));
        try {
            removing.forEach(
                    friend -> news.removed(friend, friend.updateTime, byUser.getOrDefault(friend.userId, List.of())));
        } catch (RuntimeException e) {
            if (any.updateTime >= clock.millis() - GIVEN_UP_AFTER_MILLIS) {
                throw e;
            }
            LOG.errorf(e, "pushes given up: removed=%s", any.id);
        }
        friends.finishRemoval(
                removing.stream().map(friend -> friend.id).toList(),
                Date.from(clock.instant().plus(MARKED_FOR)));
    }
}
