package io.confab.domain.friend;

import io.confab.domain.conversation.Conversation;
import io.confab.domain.conversation.ConversationRepository;
import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.ids.ConversationIds;
import io.confab.domain.invite.InviteState;
import io.confab.domain.rate.InviteRate;
import io.confab.domain.user.Caller;
import io.confab.domain.user.UserRepository;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;

/**
 * addFriendInvite: asks a user to become a friend (docs/rules.md#friends).
 *
 * <p>The keys of invite and notification are derived from the two users, so inviting again, or twice at once, leaves one of
 * each, with the later message. If the process dies after the invite is stored, inviting again notifies. If an acceptance makes
 * the two friends at the same time: the invite never replaces an acceptance that is not completely carried out. An acceptance
 * creates the friend documents first and then closes waiting invites; this method stores the invite first and then looks for a
 * friendship. So one of them sees the other, and no invite is left waiting between friends.
 */
@Singleton
public class FriendInvites {
    /** The notification's {@code subType}, and the kind of its request id. */
    public static final String SUB_TYPE = "uni-im-friend-invite";

    private final UserRepository users;
    private final FriendRepository friends;
    private final FriendInviteRepository invites;
    private final Acceptances acceptances;
    private final FriendLimit limit;
    private final ConversationRepository conversations;
    private final FriendNews news;
    private final InviteRate rate;
    private final Clock clock;

    FriendInvites(
            UserRepository users,
            FriendRepository friends,
            FriendInviteRepository invites,
            Acceptances acceptances,
            FriendLimit limit,
            ConversationRepository conversations,
            FriendNews news,
            InviteRate rate,
            Clock clock) {
        this.users = users;
        this.friends = friends;
        this.invites = invites;
        this.acceptances = acceptances;
        this.limit = limit;
        this.conversations = conversations;
        this.news = news;
        this.rate = rate;
        this.clock = clock;
    }

    /**
     * Stores the invite and notifies its receiver; returns the invite's id.
     *
     * @throws Refusal if the receiver is the caller, no user, a friend already or has blocked the caller, or over a limit
     */
    public String invite(Caller caller, String toUid, Optional<String> message) {
        if (caller.uid().equals(toUid)) {
            throw new Refusal(ErrorCode.PARAM_ERROR, "不能加自己为好友");
        }
        if (users.findOne(toUid).isEmpty()) {
            throw new Refusal(ErrorCode.USER_NOT_FOUND, "to_uid: no such user");
        }
        if (friends.areFriends(caller.uid(), toUid)) {
            throw alreadyFriends();
        }
        if (conversations
                .findOne(toUid, ConversationIds.single(caller.uid(), toUid))
                .filter(Conversation::isBlocking)
                .isPresent()) {
            throw new Refusal(ErrorCode.BLOCKED, "to_uid: they do not want to hear from you");
        }
        limit.requireRoom(caller.uid());
        rate.count(caller.uid());
        FriendInvite invite = invite(caller.uid(), toUid, message);
        if (!invites.put(invite)) {
            acceptances.finishBetween(caller.uid(), toUid);
            throw alreadyFriends();
        }
        if (friends.areFriends(caller.uid(), toUid)) {
            invites.settle(caller.uid(), toUid, invite.updateTime);
            throw alreadyFriends();
        }
        news.invited(caller.profile(), invite);
        return invite.id;
    }

    private FriendInvite invite(String uid, String toUid, Optional<String> message) {
        FriendInvite invite = new FriendInvite();
        invite.id = FriendInvite.id(uid, toUid);
        invite.fromUid = uid;
        invite.toUid = toUid;
        invite.message = message.orElse("");
        invite.state = InviteState.WAITING;
        invite.creatTime = clock.millis();
        invite.updateTime = invite.creatTime;
        return invite;
    }

    private static Refusal alreadyFriends() {
        return new Refusal(ErrorCode.ALREADY_FRIENDS, "已经是好友");
    }
}
