package io.confab.domain.friend;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.WriteConcern;
import com.mongodb.client.model.ReplaceOptions;
import io.confab.domain.storage.DuplicateKeys;
import io.confab.domain.storage.Index;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import jakarta.inject.Singleton;
import java.util.List;

/** Writes {@code uni-im-friend-invite}. Every method is one database command. */
@Singleton
public class FriendInviteRepository implements PanacheMongoRepositoryBase<FriendInvite, String> {
    public static final List<Index> INDEXES = List.of();

    void put(FriendInvite invite) {
        DuplicateKeys.retry(() -> mongoCollection()
                .withWriteConcern(WriteConcern.MAJORITY)
                .replaceOne(eq("_id", invite.id), invite, new ReplaceOptions().upsert(true)));
    }
}
