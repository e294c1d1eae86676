package io.confab.domain.search;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.model.UpdateOptions;
import io.confab.domain.message.Message;
import io.confab.domain.storage.DuplicateKeys;
import io.confab.domain.storage.Repository;
import io.confab.domain.text.Folding;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Stores a filter for each full block of a conversation's log. Every method is one database command, by {@code _id} alone.
 *
 * <p>A full block never changes, except by revokes, which a search checks anyway. So a filter is written once, by the first
 * search that reads its block; a filter that is lost, or written twice at once, does no harm. One made with another version of
 * the folding counts as lost.
 */
@Singleton
class SearchIndex extends Repository<SearchBlock> {

    SearchIndex() {
        super(new Panache());
    }

    private static final class Panache implements PanacheMongoRepositoryBase<SearchBlock, String> {}

    /** The existing filters of these blocks, by block. */
    Map<Long, PairFilter> find(String conversationId, long firstBlock, long lastBlock) {
        Map<String, Long> blocks = new HashMap<>();
        LongStream.rangeClosed(Math.max(0, firstBlock), lastBlock)
                .forEach(block -> blocks.put(SearchBlock.id(conversationId, block), block));
        Map<Long, PairFilter> filters = new HashMap<>();
        list(and(in("_id", blocks.keySet()), eq("version", Folding.VERSION)), blocks.size())
                .forEach(stored -> filters.put(blocks.get(stored.id), new PairFilter(stored.filter)));
        return filters;
    }

    /** Stores the filter of a full block. */
    void put(String conversationId, long block, List<Message> messages) {
        PairFilter filter =
                PairFilter.of(messages.stream().map(Keyword::searched).toList());
        DuplicateKeys.retry(() -> quick().updateOne(
                        eq("_id", SearchBlock.id(conversationId, block)),
                        combine(set("filter", filter.bits()), set("version", Folding.VERSION)),
                        new UpdateOptions().upsert(true)));
    }
}
