package io.confab.domain.deletion;

import io.quarkus.mongodb.panache.common.MongoEntity;
import java.util.List;
import org.bson.codecs.pojo.annotations.BsonId;

/**
 * A user's older deletions in a range of {@link #SIZE} message numbers of a conversation: collection {@code
 * uni-im-msg-deleted}.
 */
@MongoEntity(collection = DeletedBucket.COLLECTION)
public class DeletedBucket {
    public static final String COLLECTION = "uni-im-msg-deleted";

    static final int SIZE = 1_000;

    /** {@code <user_id>#<conversation_id>#<number / 1000>}. */
    @BsonId
    public String id;

    public List<Long> seqs;

    static String id(String userKey, long seq) {
        return userKey + "#" + seq / SIZE;
    }
}
