package io.confab.domain.search;

import io.confab.domain.conversation.Conversation;
import io.confab.domain.deletion.Deletions;
import io.confab.domain.message.Message;
import io.confab.domain.message.MessageRepository;
import io.confab.domain.storage.Healing;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * One call's examination of conversations, newest messages first, up to a limited amount of work. Used by one call, on one
 * thread.
 */
final class Examination {
    private static final int MAX_BLOCKS = 1_000;
    private static final int MAX_BLOCKS_READ = 20;
    private static final int FILTERS_AT_ONCE = 100;

    /** More text than this does not fit into a reply, because a character needs at least one byte. */
    private static final int MAX_CHARACTERS = 4 << 20;

    private final MessageRepository messages;
    private final SearchIndex index;
    private final Deletions deletions;
    private final Keyword keyword;
    private int blocksLeft = MAX_BLOCKS;
    private int readsLeft = MAX_BLOCKS_READ;
    private int charactersLeft = MAX_CHARACTERS;

    Examination(MessageRepository messages, SearchIndex index, Deletions deletions, Keyword keyword) {
        this.messages = messages;
        this.index = index;
        this.deletions = deletions;
        this.keyword = keyword;
    }

    boolean isOver() {
        return blocksLeft <= 0 || readsLeft <= 0 || charactersLeft <= 0;
    }

    /**
     * Examines a number and those below it until {@code limit} messages are found or the limit of work is reached.
     *
     * @param found gets the messages that are found
     * @return the number to continue with, 0 if all have been examined
     */
    long examine(Conversation mine, long fromSeq, int limit, List<Message> found) {
        long seq = fromSeq;
        Map<Long, PairFilter> filters = Map.of();
        long filtersFrom = Long.MAX_VALUE;
        while (seq > 0 && found.size() < limit && !isOver()) {
            long block = SearchBlock.of(seq);
            if (block < filtersFrom) {
                filtersFrom = Math.max(0, block - FILTERS_AT_ONCE + 1);
                filters = index.find(mine.conversationId, filtersFrom, block);
            }
            blocksLeft--;
            PairFilter filter = filters.get(block);
            seq = filter == null || keyword.mayBeIn(filter)
                    ? examineBlock(mine, block, seq, filter == null, limit, found)
                    : SearchBlock.firstSeq(block) - 1;
        }
        return seq;
    }

    private long examineBlock(
            Conversation mine, long block, long fromSeq, boolean isNew, int limit, List<Message> found) {
        readsLeft--;
        long firstSeq = SearchBlock.firstSeq(block);
        List<Message> read = messages.findSettledBySeqs(mine.conversationId, firstSeq, firstSeq + SearchBlock.SIZE - 1);
        if (isNew && read.size() == SearchBlock.SIZE) {
            Healing.ofOneRead()
                    .attempt(
                            "search block",
                            SearchBlock.id(mine.conversationId, block),
                            () -> index.put(mine.conversationId, block, read));
        }
        List<Message> matching = read.stream()
                .filter(message -> message.seq <= fromSeq && keyword.isIn(message))
                .sorted(Comparator.comparingLong((Message message) -> message.seq)
                        .reversed())
                .toList();
        for (Message message : deletions.visible(mine, matching)) {
            if (found.size() == limit || charactersLeft <= 0) {
                return message.seq;
            }
            found.add(message);
            charactersLeft -= message.body.asString().getValue().length();
        }
        return firstSeq - 1;
    }
}
