package io.confab.domain.friend;

import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.invite.InviteState;
import io.confab.domain.page.Page;
import io.confab.domain.storage.Healing;
import io.confab.domain.storage.NewestFirst;
import io.confab.domain.user.Caller;
import io.confab.domain.user.Profile;
import io.confab.domain.user.UserRepository;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.LongStream;

/**
 * getFriendInviteList and handleFriendInvite: invites from other users, and the answers to them (docs/rules.md#friends).
 *
 * <p>The decision is one guarded write: of two at once, only one succeeds. Repeating it only completes what a crash
 * interrupted.
 */
@Singleton
public class FriendInviteDecisions {
    private final FriendInviteRepository invites;
    private final FriendRepository friends;
    private final FriendLimit limit;
    private final Acceptances acceptances;
    private final UserRepository users;
    private final Clock clock;

    FriendInviteDecisions(
            FriendInviteRepository invites,
            FriendRepository friends,
            FriendLimit limit,
            Acceptances acceptances,
            UserRepository users,
            Clock clock) {
        this.invites = invites;
        this.friends = friends;
        this.limit = limit;
        this.acceptances = acceptances;
        this.users = users;
        this.clock = clock;
    }

    /** Invites to the caller, of one state or of any, newest first; those from users who no longer exist are left out. */
    public Page<InviteWithProfile> page(Caller caller, OptionalInt state, int pageSize, Optional<String> cursor) {
        acceptances.finishAbandoned(caller.uid(), Healing.ofOneRead());
        Page<FriendInvite> found = invites.findPage(
                caller.uid(), state, new NewestFirst("getFriendInviteList," + state, pageSize, cursor));
        List<String> uids = found.items().stream().map(invite -> invite.fromUid).toList();
        Map<String, Profile> people = users.findProfiles(uids);
        return found.mapOptional(invite ->
                Optional.ofNullable(people.get(invite.fromUid)).map(profile -> new InviteWithProfile(invite, profile)));
    }

    /**
     * Accepts: both are friends when this returns.
     *
     * @throws Refusal 404 for an invite that is not to the caller, 409 if it was refused, or if one of the two has too many
     *     friends
     */
    public void accept(Caller caller, String inviteId) {
        FriendInvite invite = decide(caller, inviteId, this::tryAccept);
        if (invite.state != InviteState.ACCEPTED) {
            throw alreadyHandled();
        }
        if (invite.isUnfinished()) {
            acceptances.finish(invite);
        }
    }

    /**
     * Refuses the invite; nobody is told.
     *
     * @throws Refusal 404 for an invite that is not to the caller, 409 if it was accepted
     */
    public void refuse(Caller caller, String inviteId) {
        FriendInvite invite =
                decide(caller, inviteId, waiting -> invites.refuse(waiting.id, timeAfter(waiting, List.of())));
        if (invite.state != InviteState.REFUSED) {
            throw alreadyHandled();
        }
    }

    /** Decides if the invite is still waiting; returns the decided invite. */
    private FriendInvite decide(
            Caller caller, String inviteId, Function<FriendInvite, Optional<FriendInvite>> decision) {
        FriendInvite invite = get(caller, inviteId);
        while (invite.state == InviteState.WAITING) {
            invite = decision.apply(invite).orElseGet(() -> get(caller, inviteId));
        }
        return invite;
    }

    private FriendInvite get(Caller caller, String inviteId) {
        return invites.findOne(inviteId)
                .filter(invite -> invite.toUid.equals(caller.uid()))
                .orElseThrow(() -> new Refusal(ErrorCode.INVITE_NOT_FOUND, "_id: no such invite to you"));
    }

    private Optional<FriendInvite> tryAccept(FriendInvite invite) {
        if (users.findOne(invite.fromUid).isEmpty()) {
            throw new Refusal(ErrorCode.USER_NOT_FOUND, "_id: who invited you is no user any more");
        }
        List<Friend> pair = friends.findPair(invite.fromUid, invite.toUid);
        if (pair.stream().allMatch(Friend::isDeleted)) {
            limit.requireRoom(invite.toUid);
            limit.requireRoom(invite.fromUid);
        }
        return invites.accept(invite, timeAfter(invite, pair));
    }

    /** A time later than the invite and any earlier friendship, even if this process's clock is behind. */
    private long timeAfter(FriendInvite invite, List<Friend> pair) {
        long latest = pair.stream()
                .flatMapToLong(
                        friend -> LongStream.of(friend.createTime, friend.updateTime == null ? 0 : friend.updateTime))
                .max()
                .orElse(0);
        return Math.max(clock.millis(), Math.max(invite.updateTime, latest + 1));
    }

    private static Refusal alreadyHandled() {
        return new Refusal(ErrorCode.ALREADY_HANDLED, "_id: the invite was decided otherwise");
    }
}
