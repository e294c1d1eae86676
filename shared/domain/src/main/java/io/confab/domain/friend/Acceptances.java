package io.confab.domain.friend;

import io.confab.domain.context.UserContext;
import io.confab.domain.context.UserContexts;
import io.confab.domain.conversation.ConversationRepository;
import io.confab.domain.ids.ConversationIds;
import io.confab.domain.storage.Healing;
import io.confab.domain.user.Profile;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Carries accepted invites out: both friend documents, the conversation, the invite in the other direction, the notifications
 * (docs/rules.md#friends, docs/rules.md#pushes).
 *
 * <p>The invite's change to accepted is the commit point; it is {@code unfinished} until all of this is done. Every step is
 * harmless when repeated: the documents' ids are derived from the two users and the time of the acceptance, the ids of
 * notifications and pushes from those. So if a crash interrupts it, the next call that reads the invite or the friendship may
 * complete it, even while the first call is still running. A late step makes nobody friends again: a removal leaves its marked
 * document in place for longer than any process lives.
 */
@Singleton
class Acceptances {
    private static final long ABANDONED_AFTER_MILLIS = 10_000;
    private static final long GIVEN_UP_AFTER_MILLIS = 600_000;
    private static final Logger LOG = Logger.getLogger(Acceptances.class);

    private final FriendRepository friends;
    private final FriendInviteRepository invites;
    private final ConversationRepository conversations;
    private final UserContexts contexts;
    private final FriendNews news;
    private final Clock clock;

    Acceptances(
            FriendRepository friends,
            FriendInviteRepository invites,
            ConversationRepository conversations,
            UserContexts contexts,
            FriendNews news,
            Clock clock) {
        this.friends = friends;
        this.invites = invites;
        this.conversations = conversations;
        this.contexts = contexts;
        this.news = news;
        this.clock = clock;
    }

    /** Completes, within the limits of a read, acceptances that concern a user and have been unfinished for some seconds. */
    void finishAbandoned(String uid, Healing healing) {
        long now = clock.millis();
        invites.findUnfinished(uid).stream()
                .filter(invite -> invite.updateTime < now - ABANDONED_AFTER_MILLIS)
                .forEach(invite -> healing.attempt(
                        "accepted invite", invite.id, () -> finish(invite, now - GIVEN_UP_AFTER_MILLIS)));
    }

    /**
     * Completes all acceptances between two users; a notification that fails now is given up, so that the next acceptance can
     * be made.
     */
    void finishBetween(String uid, String otherUid) {
        invites.findBetween(uid, otherUid).stream()
                .filter(FriendInvite::isUnfinished)
                .forEach(invite -> finish(invite, Long.MAX_VALUE));
    }

    /** Completes an accepted invite. */
    void finish(FriendInvite invite) {
        finish(invite, clock.millis() - GIVEN_UP_AFTER_MILLIS);
    }

    /** @param giveUpBefore notifications of earlier acceptances are given up if they fail */
    private void finish(FriendInvite invite, long giveUpBefore) {
        List<Friend> made = befriend(invite.fromUid, invite.toUid, invite.updateTime);
        try {
            tell(made);
        } catch (RuntimeException e) {
            if (invite.updateTime >= giveUpBefore) {
                throw e;
            }
            LOG.errorf(e, "notifications given up: invite=%s", invite.id);
        }
        invites.finish(invite.id);
    }

    /**
     * Makes two users friends, with a conversation that both see, and closes the invites that wait between them.
     *
     * @param time of the acceptance, by which a repeat finds what was made
     * @return the friend documents that belong to it
     */
    List<Friend> befriend(String uid, String otherUid, long time) {
        List<Friend> made = makeFriends(uid, otherUid, time);
        if (!made.isEmpty()) {
            conversations.openSingle(uid, otherUid, List.of(uid, otherUid), clock.millis());
        }
        invites.settle(uid, otherUid, time);
        return made;
    }

    private List<Friend> makeFriends(String uid, String otherUid, long time) {
        List<Friend> before = friends.findPair(uid, otherUid);
        if (before.stream().anyMatch(Friend::isDeleted)) {
            friends.deleteMarked(uid, otherUid, time);
        }
        friends.insertMissing(uid, otherUid, time);
        return friends.findPair(uid, otherUid).stream()
                .filter(friend -> !friend.isDeleted())
                .filter(friend -> friend.id.equals(Friend.id(friend.userId, friend.friendUid, time)))
                .toList();
    }

    /** Notifies the owners of new friend documents. */
    void tell(List<Friend> made) {
        if (made.isEmpty()) {
            return;
        }
        Friend any = made.get(0);
        Map<String, UserContext> people =
                contexts.single(List.of(any.userId, any.friendUid), ConversationIds.single(any.userId, any.friendUid));
        made.stream()
                .filter(friend -> people.containsKey(friend.userId) && people.containsKey(friend.friendUid))
                .forEach(friend -> news.added(
                        friend, people.get(friend.userId).devices, Profile.of(people.get(friend.friendUid))));
    }
}
