package io.confab.domain.friend;

import static com.mongodb.client.model.Filters.eq;

import io.confab.domain.storage.Index;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import jakarta.inject.Singleton;
import java.util.List;

/** Reads {@code uni-im-friend}. Every method is one database command. */
@Singleton
public class FriendRepository implements PanacheMongoRepositoryBase<Friend, String> {
    public static final List<Index> INDEXES =
            List.of(Index.unique(Friend.COLLECTION, "friend_key", "whether two are friends"));

    /** Whether {@code uid} has {@code otherUid} as a friend. */
    public boolean areFriends(String uid, String otherUid) {
        return mongoCollection()
                        .find(eq("friend_key", Friend.key(uid, otherUid)))
                        .first()
                != null;
    }
}
