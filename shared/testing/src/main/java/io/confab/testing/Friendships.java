package io.confab.testing;

import io.confab.domain.block.Blocks;
import io.confab.domain.friend.FriendInviteDecisions;
import io.confab.domain.friend.FriendInvites;
import io.confab.domain.friend.FriendRemovals;
import io.confab.domain.user.Caller;
import io.confab.domain.user.ClientInfo;
import io.confab.domain.user.UserRepository;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Prepares the state before a test, through the domain's services: invites, friendships, removals, blocks. */
@Singleton
public class Friendships {
    private final FriendInvites invites;
    private final FriendInviteDecisions decisions;
    private final FriendRemovals removals;
    private final Blocks blocks;
    private final UserRepository users;

    Friendships(
            FriendInvites invites,
            FriendInviteDecisions decisions,
            FriendRemovals removals,
            Blocks blocks,
            UserRepository users) {
        this.invites = invites;
        this.decisions = decisions;
        this.removals = removals;
        this.blocks = blocks;
        this.users = users;
    }

    /** An invite; returns its id. */
    public String invite(String fromUid, String toUid) {
        return invites.invite(caller(fromUid), toUid, Optional.of("hello from " + fromUid));
    }

    public void befriend(String fromUid, String toUid) {
        decisions.accept(caller(toUid), invite(fromUid, toUid));
    }

    public void refuse(String fromUid, String toUid) {
        decisions.refuse(caller(toUid), invite(fromUid, toUid));
    }

    public void end(String uid, String friendUid) {
        removals.remove(caller(uid), friendUid);
    }

    public void block(String uid, String blockedUid) {
        blocks.block(caller(uid), blockedUid);
    }

    public void unblock(String uid, String blockedUid) {
        blocks.unblock(caller(uid), blockedUid);
    }

    private Caller caller(String uid) {
        return new Caller(users.findOne(uid).orElseThrow(), ClientInfo.UNKNOWN);
    }
}
