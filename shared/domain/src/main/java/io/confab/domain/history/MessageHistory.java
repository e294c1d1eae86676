package io.confab.domain.history;

import io.confab.domain.access.ConversationReaders;
import io.confab.domain.conversation.Conversation;
import io.confab.domain.conversation.Heads;
import io.confab.domain.deletion.Deletions;
import io.confab.domain.error.Refusal;
import io.confab.domain.history.HistoryRequest.AfterSeq;
import io.confab.domain.history.HistoryRequest.AfterTime;
import io.confab.domain.history.HistoryRequest.BeforeSeq;
import io.confab.domain.history.HistoryRequest.BeforeTime;
import io.confab.domain.history.HistoryRequest.ById;
import io.confab.domain.history.HistoryRequest.ByIds;
import io.confab.domain.history.HistoryRequest.ChangedSince;
import io.confab.domain.message.Message;
import io.confab.domain.message.MessageRepository;
import io.confab.domain.message.SeenMessage;
import io.confab.domain.page.Page;
import io.confab.domain.storage.Cursor;
import io.confab.domain.storage.Healing;
import io.confab.domain.user.Admitted;
import io.confab.domain.user.TokenBearer;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * getMsgList: pages through a conversation (docs/api/messages.md#getmsglist). Writes nothing, except that a single chat's head
 * that proves to be behind is moved forward (docs/decisions/0047-a-list-reads-its-page.md). Because numbers have no gaps, every
 * page by number is a look-up of known keys. Members may read messages from before they joined, former members nothing. If the
 * reader's own deletions make a page short, it is filled from the next ones.
 */
@Singleton
public class MessageHistory {
    /** Maximum number of pages that are read to fill one; a page may then be short or empty and still have a next one. */
    private static final int MAX_ROUNDS = 10;

    private final MessageRepository messages;
    private final ConversationReaders readers;
    private final Deletions deletions;
    private final Heads heads;

    MessageHistory(MessageRepository messages, ConversationReaders readers, Deletions deletions, Heads heads) {
        this.messages = messages;
        this.readers = readers;
        this.deletions = deletions;
        this.heads = heads;
    }

    /**
     * One page.
     *
     * @throws Refusal 403 when the conversation is not the bearer's, {@code group-not-found} when the group is dissolved, 400
     *     when the cursor is not one of this list
     */
    public Admitted<Page<SeenMessage>> page(TokenBearer bearer, HistoryRequest request) {
        Optional<Place> from = place(request);
        return readers.require(bearer, request.conversationId(), reader -> page(reader.mine(), request, from));
    }

    private Page<SeenMessage> page(Conversation mine, HistoryRequest request, Optional<Place> start) {
        Optional<Place> from = start;
        List<Message> visible = new ArrayList<>();
        Found page;
        int round = 0;
        do {
            page = read(request, from, request.limit() - visible.size());
            mendHead(mine, page.messages());
            visible.addAll(deletions.visible(mine, page.messages()));
            from = page.next();
        } while (from.isPresent() && visible.size() < request.limit() && ++round < MAX_ROUNDS);
        return Page.of(
                        visible,
                        page.next().map(next -> encode(request, next)),
                        (Message last) -> encode(request, behind(request, last)))
                .map(mine::see);
    }

    /** A reader who sees a message finds it in the list too, even if the sender's process died before the head was moved. */
    private void mendHead(Conversation mine, List<Message> read) {
        if (mine.type == Conversation.SINGLE) {
            read.stream()
                    .max(Comparator.comparingLong(message -> message.seq))
                    .filter(newest -> newest.seq > mine.headSeq())
                    .ifPresent(newest -> Healing.ofOneRead()
                            .attempt(
                                    "head of a conversation",
                                    mine.conversationId,
                                    () -> heads.advance(newest, mine.lastChange())));
        }
    }

    /**
     * The message after which a page begins.
     *
     * @param updateTime 0 if the order is by {@code seq} only
     */
    private record Place(long updateTime, long seq) {
        static Place bySeq(Message last) {
            return new Place(0, last.seq);
        }
    }

    /** Of named messages it is how many ids were answered or left out. */
    private static Place behind(HistoryRequest request, Message last) {
        return request.selector() instanceof ByIds named
                ? new Place(0, named.ids().indexOf(last.id) + 1)
                : new Place(last.updateTime, last.seq);
    }

    private static Optional<Place> place(HistoryRequest request) {
        if (request.selector() instanceof ById) {
            Cursor.requireNone(request.cursor());
        }
        Function<Cursor, Place> reader = request.selector() instanceof ChangedSince
                ? values -> new Place(values.number(), values.number())
                : values -> new Place(0, values.number());
        return request.cursor().map(text -> Cursor.decode(list(request), text, reader));
    }

    private static String encode(HistoryRequest request, Place place) {
        return request.selector() instanceof ChangedSince
                ? Cursor.encode(list(request), place.updateTime(), place.seq())
                : Cursor.encode(list(request), place.seq());
    }

    /** Found messages in the order of the reply, and where the next page begins. */
    private record Found(List<Message> messages, Optional<Place> next) {}

    private Found read(HistoryRequest request, Optional<Place> place, int limit) {
        String conversationId = request.conversationId();
        Optional<Long> from = place.map(Place::seq);
        HistoryRequest.Selector selector = request.selector();
        if (selector instanceof ById byId) {
            return new Found(one(conversationId, byId.id()), Optional.empty());
        }
        if (selector instanceof ByIds named) {
            List<String> wanted = named.ids().stream().skip(from.orElse(0L)).toList();
            return new Found(named(conversationId, wanted), Optional.empty());
        }
        if (selector instanceof ChangedSince changed) {
            Place start = place.orElse(new Place(changed.updateTime(), 0));
            return limited(
                    messages.findChangedSince(conversationId, start.updateTime(), start.seq(), limit + 1),
                    limit,
                    last -> new Place(last.updateTime, last.seq));
        }
        if (selector instanceof AfterSeq after) {
            return after(conversationId, from.orElse(after.seq()), limit);
        }
        if (selector instanceof BeforeSeq before) {
            return before(conversationId, from.orElse(before.seq()), limit);
        }
        if (selector instanceof AfterTime after) {
            return from.isPresent()
                    ? after(conversationId, from.get(), limit)
                    : byTime(conversationId, after.createTime(), null, limit);
        }
        if (selector instanceof BeforeTime before) {
            return from.isPresent()
                    ? before(conversationId, from.get(), limit)
                    : byTime(conversationId, null, before.createTime(), limit);
        }
        return from.isPresent()
                ? before(conversationId, from.get(), limit)
                : limited(messages.findNewest(conversationId, limit + 1), limit, Place::bySeq);
    }

    private List<Message> one(String conversationId, String id) {
        return messages.findOne(id).filter(message -> message.conversationId.equals(conversationId)).stream()
                .toList();
    }

    private Found byTime(String conversationId, Long after, Long before, int limit) {
        return limited(messages.findByCreateTime(conversationId, after, before, limit + 1), limit, Place::bySeq);
    }

    private List<Message> named(String conversationId, List<String> ids) {
        Map<String, Message> found = messages.findAll(ids).stream()
                .filter(message -> message.conversationId.equals(conversationId))
                .collect(Collectors.toMap(message -> message.id, Function.identity()));
        return ids.stream().map(found::get).filter(Objects::nonNull).toList();
    }

    private Found after(String conversationId, long seq, int limit) {
        List<Message> found = new ArrayList<>(messages.findBySeqs(conversationId, seq + 1, seq + 1 + limit));
        found.sort(Comparator.comparingLong(message -> message.seq));
        return limited(untilFirstGap(found, seq), limit, Place::bySeq);
    }

    /**
     * A look-up of many keys is not a snapshot: messages that arrive while it runs must not make message n + 1 visible without
     * n.
     */
    private static List<Message> untilFirstGap(List<Message> found, long seq) {
        int dense = 0;
        while (dense < found.size() && found.get(dense).seq == seq + 1 + dense) {
            dense++;
        }
        return found.subList(0, dense);
    }

    private Found before(String conversationId, long seq, int limit) {
        List<Message> found = new ArrayList<>(messages.findBySeqs(conversationId, seq - 1 - limit, seq - 1));
        found.sort(Comparator.comparingLong((Message message) -> message.seq).reversed());
        boolean boundIsAhead = found.size() < Math.min(limit + 1, seq - 1);
        return limited(boundIsAhead ? messages.findNewest(conversationId, limit + 1) : found, limit, Place::bySeq);
    }

    private static Found limited(List<Message> found, int limit, Function<Message, Place> next) {
        return found.size() <= limit
                ? new Found(found, Optional.empty())
                : new Found(found.subList(0, limit), Optional.of(next.apply(found.get(limit - 1))));
    }

    private static String list(HistoryRequest request) {
        return "getMsgList," + request.conversationId() + "," + request.selector();
    }
}
