package io.confab.domain.block;

import io.confab.domain.conversation.Conversation;
import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.page.Page;
import io.confab.domain.storage.NewestFirst;
import io.confab.domain.user.Caller;
import io.confab.domain.user.Profile;
import io.confab.domain.user.UserRepository;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * blockUser, unblockUser, getBlockList (docs/api/people.md#blockuser, docs/api/people.md#unblockuser).
 *
 * <p>A block is stored as a time on the blocker's own side of the single chat, which sendMsg reads anyway; a side that is
 * created only for a block is hidden. Each method makes one write, so it cannot be interrupted halfway; blocking again, even at
 * the same time, keeps the first time.
 */
@Singleton
public class Blocks {
    private final BlockRepository blocks;
    private final UserRepository users;
    private final Clock clock;

    Blocks(BlockRepository blocks, UserRepository users, Clock clock) {
        this.blocks = blocks;
        this.users = users;
        this.clock = clock;
    }

    /**
     * Blocks a user, once.
     *
     * @throws Refusal if it is the caller, or no user
     */
    public void block(Caller caller, String uid) {
        requireOther(caller, uid);
        requireUser(uid);
        blocks.block(caller.uid(), uid, clock.millis());
    }

    /**
     * Ends a block, if there is one.
     *
     * @throws Refusal if it is the caller, or no user
     */
    public void unblock(Caller caller, String uid) {
        requireOther(caller, uid);
        if (!blocks.unblock(caller.uid(), uid)) {
            requireUser(uid);
        }
    }

    /** The users whom the caller has blocked, the latest first; users who no longer exist are left out. */
    public Page<BlockedUser> page(Caller caller, int limit, Optional<String> cursor) {
        Page<Conversation> found = blocks.findBlocking(caller.uid(), new NewestFirst("getBlockList", limit, cursor));
        List<String> uids = found.items().stream().map(side -> side.friendUid).toList();
        Map<String, Profile> people = users.findProfiles(uids);
        return found.mapOptional(side -> Optional.ofNullable(people.get(side.friendUid))
                .map(profile -> new BlockedUser(profile, side.blockedTime)));
    }

    private static void requireOther(Caller caller, String uid) {
        if (caller.uid().equals(uid)) {
            throw Refusal.badParam("user_id", "must not be yourself");
        }
    }

    private void requireUser(String uid) {
        if (users.findOne(uid).isEmpty()) {
            throw new Refusal(ErrorCode.USER_NOT_FOUND, "user_id: no such user");
        }
    }
}
