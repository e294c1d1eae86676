package io.confab.domain.search;

import static com.mongodb.client.model.Filters.in;

import io.confab.domain.message.Message;
import io.confab.domain.storage.DuplicateKeys;
import io.confab.domain.storage.Handles;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Keeps a filter for each full block of a conversation's log. Every method is one database command, by {@code _id} alone.
 *
 * <p>A full block never changes but for revokes, which a search looks at anyway; so a filter is written once, by the first
 * search that meets its block, and one that is lost or written twice at once does no harm.
 */
@Singleton
class SearchIndex implements PanacheMongoRepositoryBase<SearchBlock, String> {

    private final Handles<SearchBlock> handles = new Handles<>(this::mongoCollection);

    /** The filters that exist of these blocks, by block. */
    Map<Long, PairFilter> find(String conversationId, long firstBlock, long lastBlock) {
        Map<String, Long> blocks = new HashMap<>();
        LongStream.rangeClosed(Math.max(0, firstBlock), lastBlock)
                .forEach(block -> blocks.put(SearchBlock.id(conversationId, block), block));
        Map<Long, PairFilter> filters = new HashMap<>();
        handles.plain()
                .find(in("_id", blocks.keySet()))
                .batchSize(blocks.size() + 1)
                .forEach(stored -> filters.put(blocks.get(stored.id), new PairFilter(stored.filter)));
        return filters;
    }

    /** Keeps the filter of a full block. */
    void put(String conversationId, long block, List<Message> messages) {
        SearchBlock stored = new SearchBlock();
        stored.id = SearchBlock.id(conversationId, block);
        stored.filter =
                PairFilter.of(messages.stream().map(Keyword::searched).toList()).bits();
        try {
            handles.quick().insertOne(stored);
        } catch (RuntimeException e) {
            if (!DuplicateKeys.isCauseOf(e)) {
                throw e;
            }
        }
    }
}
