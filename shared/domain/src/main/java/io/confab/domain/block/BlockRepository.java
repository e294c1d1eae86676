package io.confab.domain.block;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.client.model.Projections;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import io.confab.domain.conversation.Conversation;
import io.confab.domain.conversation.SideRepository;
import io.confab.domain.ids.ConversationIds;
import io.confab.domain.page.Page;
import io.confab.domain.storage.DuplicateKeys;
import io.confab.domain.storage.Index;
import io.confab.domain.storage.NewestFirst;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Reads blocks, which are on the blockers' sides of single chats
 * (docs/decisions/0012-a-block-is-on-the-blockers-conversation.md).
 */
@Singleton
public class BlockRepository extends SideRepository {
    private static final String BLOCKED_TIME = "blocked_time";

    public static final List<Index> INDEXES =
            List.of(Index.of(Conversation.COLLECTION, "getBlockList", "user_id", "-" + BLOCKED_TIME, "-_id"));

    /** Those of these users who have blocked this one. One command, by the unique keys of their sides. */
    public Set<String> findBlockersOf(String uid, Collection<String> uids) {
        if (uids.isEmpty()) {
            return Set.of();
        }
        List<String> userKeys = uids.stream()
                .map(other -> Conversation.userKey(other, ConversationIds.single(other, uid)))
                .toList();
        return Set.copyOf(list(
                plain().find(and(in("user_key", userKeys), gt(BLOCKED_TIME, 0L)))
                        .projection(Projections.include("user_id"))
                        .map(side -> side.userId),
                userKeys.size()));
    }

    /** Records on a user's own side that they block the other user; an earlier time is kept. */
    void block(String uid, String blockedUid, long now) {
        String conversationId = ConversationIds.single(uid, blockedUid);
        List<WriteModel<Conversation>> writes = List.of(
                single(conversationId, uid, blockedUid, now),
                new UpdateOneModel<>(
                        and(eq("user_key", Conversation.userKey(uid, conversationId)), eq(BLOCKED_TIME, null)),
                        set(BLOCKED_TIME, now)));
        DuplicateKeys.retry(() -> durable().bulkWrite(writes));
    }

    /** Ends the block; false if there was none. */
    boolean unblock(String uid, String blockedUid) {
        return durable()
                        .updateOne(
                                eq("user_key", Conversation.userKey(uid, ConversationIds.single(uid, blockedUid))),
                                unset(BLOCKED_TIME))
                        .getModifiedCount()
                == 1;
    }

    /** A user's own sides of the chats with users they have blocked, the latest first. */
    Page<Conversation> findBlocking(String uid, NewestFirst page) {
        return page.read(
                plain(),
                and(eq("user_id", uid), gt(BLOCKED_TIME, 0L)),
                BLOCKED_TIME,
                side -> side.blockedTime,
                side -> side.documentId);
    }
}
