package io.confab.domain.search;

import io.quarkus.mongodb.panache.common.MongoEntity;
import org.bson.codecs.pojo.annotations.BsonId;

/** The filter of the texts among {@link #SIZE} messages of a conversation: collection {@code uni-im-msg-search}. */
@MongoEntity(collection = SearchBlock.COLLECTION)
public class SearchBlock {
    public static final String COLLECTION = "uni-im-msg-search";

    static final int SIZE = 100;

    /** {@code <conversation_id>#<block>}; block 0 holds the numbers 1 to 100. */
    @BsonId
    public String id;

    /** See {@link PairFilter}. */
    public byte[] filter;

    /** The {@link io.confab.domain.text.Folding#VERSION} of {@link #filter}; absent in the first one's. */
    public Integer version;

    static String id(String conversationId, long block) {
        return conversationId + "#" + block;
    }

    static long of(long seq) {
        return (seq - 1) / SIZE;
    }

    static long firstSeq(long block) {
        return block * SIZE + 1;
    }
}
