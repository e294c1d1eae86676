package io.confab.domain.search;

import io.confab.domain.conversation.Conversation;
import io.confab.domain.deletion.Deletions;
import io.confab.domain.inbox.ActiveConversation;
import io.confab.domain.message.Message;
import io.confab.domain.message.MessageRepository;
import io.confab.domain.storage.Healing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * One call's examination of conversations, newest messages first, up to a limited amount of work. Used by one call, on one
 * thread.
 */
final class Examination {
    private static final int MAX_BLOCKS = 1_000;
    private static final int MAX_MESSAGES_READ = 2_000;
    private static final int MESSAGES_AHEAD = 300;
    private static final int FILTERS_AT_ONCE = 100;

    /** More text than this does not fit into a reply, because a character needs at least one byte. */
    private static final int MAX_CHARACTERS = 4 << 20;

    private static final int MAX_CHARACTERS_READ = 16 << 20;

    private final MessageRepository messages;
    private final SearchIndex index;
    private final Deletions deletions;
    private final Keyword keyword;
    private int blocksLeft = MAX_BLOCKS;
    private int messagesLeft = MAX_MESSAGES_READ;
    private int charactersToRead = MAX_CHARACTERS_READ;
    private final Map<String, List<Message>> ahead = new HashMap<>();
    private int charactersLeft = MAX_CHARACTERS;

    Examination(MessageRepository messages, SearchIndex index, Deletions deletions, Keyword keyword) {
        this.messages = messages;
        this.index = index;
        this.deletions = deletions;
        this.keyword = keyword;
    }

    /** Whether this conversation cannot be examined any more. */
    boolean isOverBefore(ActiveConversation next) {
        return charactersLeft <= 0 || (isOver() && !ahead.containsKey(next.mine().conversationId));
    }

    private boolean isOver() {
        return blocksLeft <= 0 || messagesLeft <= 0 || charactersLeft <= 0 || charactersToRead <= 0;
    }

    /**
     * Reads, with one command, the messages of conversations that have too few of them for a filter, unless the first one has
     * been read, or has many.
     *
     * @param next in the order in which they will be examined
     */
    void readAhead(List<ActiveConversation> next) {
        if (next.get(0).lastSeq() >= SearchBlock.SIZE
                || ahead.containsKey(next.get(0).mine().conversationId)) {
            return;
        }
        List<String> keys = new ArrayList<>();
        for (ActiveConversation each : next) {
            String id = each.mine().conversationId;
            if (each.lastSeq() < SearchBlock.SIZE && !ahead.containsKey(id)) {
                ahead.put(id, new ArrayList<>());
                LongStream.rangeClosed(1, each.lastSeq()).forEach(seq -> keys.add(Message.seqKey(id, seq)));
            }
            if (keys.size() >= MESSAGES_AHEAD) {
                break;
            }
        }
        messagesLeft -= keys.size();
        messages.findSettled(keys, this::matches)
                .forEach(message -> ahead.get(message.conversationId).add(message));
    }

    private boolean matches(Message message) {
        charactersToRead -= Keyword.textOf(message).length();
        return keyword.isIn(message);
    }

    /**
     * Examines a number and those below it until {@code limit} messages are found or the limit of work is reached.
     *
     * @param found gets the messages that are found
     * @return the number to continue with, 0 if all have been examined
     */
    long examine(Conversation mine, long fromSeq, int limit, List<Message> found) {
        if (ahead.containsKey(mine.conversationId)) {
            return collect(mine, ahead.get(mine.conversationId), fromSeq, 0, limit, found);
        }
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
        messagesLeft -= SearchBlock.SIZE;
        long firstSeq = SearchBlock.firstSeq(block);
        List<Message> read = messages.findSettledBySeqs(mine.conversationId, firstSeq, firstSeq + SearchBlock.SIZE - 1);
        if (isNew && read.size() == SearchBlock.SIZE) {
            Healing.ofOneRead()
                    .attempt(
                            "search block",
                            SearchBlock.id(mine.conversationId, block),
                            () -> index.put(mine.conversationId, block, read));
        }
        return collect(mine, read.stream().filter(this::matches).toList(), fromSeq, firstSeq - 1, limit, found);
    }

    /** Takes those that are found, from a number on downwards; returns the number to continue with. */
    private long collect(
            Conversation mine, List<Message> matching, long fromSeq, long behind, int limit, List<Message> found) {
        List<Message> below = matching.stream()
                .filter(message -> message.seq <= fromSeq)
                .sorted(Comparator.comparingLong((Message message) -> message.seq)
                        .reversed())
                .toList();
        for (Message message : deletions.visible(mine, below)) {
            if (found.size() == limit || charactersLeft <= 0) {
                return message.seq;
            }
            found.add(message);
            charactersLeft -= message.body.asString().getValue().length();
        }
        return behind;
    }
}
