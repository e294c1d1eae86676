package io.confab.domain.block;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.client.model.Projections;
import io.confab.domain.conversation.Conversation;
import io.confab.domain.ids.ConversationIds;
import io.confab.domain.storage.Repository;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Reads blocks, which are on the blockers' sides of single chats
 * (docs/decisions/0012-a-block-is-on-the-blockers-conversation.md).
 */
@Singleton
public class BlockRepository extends Repository<Conversation> {
    BlockRepository() {
        super(new Panache());
    }

    private static final class Panache implements PanacheMongoRepositoryBase<Conversation, String> {}

    /** Those of these users who have blocked this one. One command, by the unique keys of their sides. */
    public Set<String> findBlockersOf(String uid, Collection<String> uids) {
        if (uids.isEmpty()) {
            return Set.of();
        }
        List<String> userKeys = uids.stream()
                .map(other -> Conversation.userKey(other, ConversationIds.single(other, uid)))
                .toList();
        return Set.copyOf(list(
                plain().find(and(in("user_key", userKeys), gt("blocked_time", 0L)))
                        .projection(Projections.include("user_id"))
                        .map(side -> side.userId),
                userKeys.size()));
    }
}
