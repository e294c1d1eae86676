package io.confab.domain.search;

import io.confab.domain.access.ConversationReaders;
import io.confab.domain.conversation.Conversation;
import io.confab.domain.conversation.InboxRepository.SidePlace;
import io.confab.domain.deletion.Deletions;
import io.confab.domain.error.Refusal;
import io.confab.domain.inbox.ActiveConversation;
import io.confab.domain.inbox.ConversationList;
import io.confab.domain.message.Message;
import io.confab.domain.message.MessageRepository;
import io.confab.domain.message.SeenMessage;
import io.confab.domain.page.Page;
import io.confab.domain.storage.Cursor;
import io.confab.domain.user.Admitted;
import io.confab.domain.user.TokenBearer;
import io.confab.domain.user.UserRepository;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * searchMsg: texts that contain a keyword, in one conversation or in all of mine (docs/api/messages.md#searchmsg;
 * docs/decisions/0017-searches-index-what-they-read.md).
 *
 * <p>A call examines a limited number of messages; a page may therefore be short or empty and still have a next one. Sending
 * does no work for searching: the search itself stores a filter for each full hundred of messages that it has read, so that the
 * next search skips those that cannot match. If the process dies, a filter is missing, and the next search creates it.
 */
@Singleton
public class MessageSearch {
    /** How many conversations are read at once. */
    private static final int CONVERSATIONS_AT_ONCE = 500;

    private final MessageRepository messages;
    private final ConversationReaders readers;
    private final ConversationList conversations;
    private final UserRepository users;
    private final SearchIndex index;
    private final Deletions deletions;

    MessageSearch(
            MessageRepository messages,
            ConversationReaders readers,
            ConversationList conversations,
            UserRepository users,
            SearchIndex index,
            Deletions deletions) {
        this.messages = messages;
        this.readers = readers;
        this.conversations = conversations;
        this.users = users;
        this.index = index;
        this.deletions = deletions;
    }

    /**
     * A page of the messages that are found.
     *
     * @throws Refusal 403 when the conversation is not the bearer's, 400 when the cursor is not one of this search
     */
    public Admitted<Page<SeenMessage>> page(TokenBearer bearer, SearchRequest request) {
        Examination examination = new Examination(messages, index, deletions, new Keyword(request.keyword()));
        return request.conversationId()
                .map(id -> readers.require(bearer, id, reader -> inOne(reader.mine(), request, examination)))
                .orElseGet(() ->
                        bearer.admit(users.findOne(bearer.uid()), caller -> inAll(caller.uid(), request, examination)));
    }

    private Page<SeenMessage> inOne(Conversation mine, SearchRequest request, Examination examination) {
        long from = request.cursor()
                .map(text -> Cursor.decode(request.list(), text, Cursor::number))
                .orElseGet(() -> messages.findNewest(mine.conversationId)
                        .map(newest -> newest.seq)
                        .orElse(0L));
        List<Message> found = new ArrayList<>();
        long next = examination.examine(mine, from, request.limit(), found);
        return Page.of(
                        found,
                        next > 0 ? Optional.of(Cursor.encode(request.list(), next)) : Optional.empty(),
                        (Message last) -> Cursor.encode(request.list(), last.seq - 1))
                .map(mine::see);
    }

    private Page<SeenMessage> inAll(String uid, SearchRequest request, Examination examination) {
        Optional<Place> start = request.cursor().map(text -> Place.decode(request, text));
        List<Hit> hits = new ArrayList<>();
        Optional<SidePlace> after = start.map(Place::before);
        Optional<Place> moved = start;
        do {
            ActiveConversation.Part part = conversations.findActive(uid, after, CONVERSATIONS_AT_ONCE);
            List<ActiveConversation> active = new ArrayList<>(part.conversations());
            moved.filter(place -> active.isEmpty() || !place.isIn(active.get(0)))
                    .flatMap(place -> conversations
                            .findActive(uid, place.conversationId())
                            .map(place::placed))
                    .ifPresent(each -> active.add(0, each));
            moved = Optional.empty();
            Optional<Place> next = examine(active, start, request, examination, hits);
            if (next.isPresent()) {
                return page(hits, request, next);
            }
            after = part.end();
        } while (after.isPresent());
        return page(hits, request, Optional.empty());
    }

    /** Examines conversations; returns where the next page begins, empty if all have been examined. */
    private static Optional<Place> examine(
            List<ActiveConversation> active,
            Optional<Place> start,
            SearchRequest request,
            Examination examination,
            List<Hit> hits) {
        for (int i = 0; i < active.size(); i++) {
            ActiveConversation each = active.get(i);
            Place here = start.filter(place -> place.isIn(each)).orElseGet(() -> Place.of(each));
            if (hits.size() == request.limit() || examination.isOverBefore(each)) {
                return Optional.of(here);
            }
            examination.readAhead(active.subList(i, active.size()));
            List<Message> found = new ArrayList<>();
            long next = examination.examine(each.mine(), here.seq(), request.limit() - hits.size(), found);
            found.forEach(message -> hits.add(new Hit(message, each.mine(), here.at(message.seq))));
            if (next > 0) {
                return Optional.of(here.at(next));
            }
        }
        return Optional.empty();
    }

    /** A message that was found, and where. */
    private record Hit(Message message, Conversation mine, Place place) {}

    private static Page<SeenMessage> page(List<Hit> hits, SearchRequest request, Optional<Place> next) {
        return Page.of(hits, next.map(place -> place.encode(request)), (Hit last) -> last.place()
                        .behind()
                        .encode(request))
                .map(hit -> hit.mine().see(hit.message()));
    }

    /**
     * The progress of a search of all conversations. A conversation that gets a message between two pages moves before those
     * that have been examined: its new messages are found only by the next search.
     */
    private record Place(long updateTime, String conversationId, long seq) {
        static Place of(ActiveConversation conversation) {
            SidePlace place = conversation.place();
            return new Place(place.updateTime(), place.conversationId(), conversation.lastSeq());
        }

        static Place decode(SearchRequest request, String cursor) {
            return Cursor.decode(
                    request.list(), cursor, values -> new Place(values.number(), values.text(), values.number()));
        }

        String encode(SearchRequest request) {
            return Cursor.encode(request.list(), updateTime, conversationId, seq);
        }

        Place at(long newSeq) {
            return new Place(updateTime, conversationId, newSeq);
        }

        Place behind() {
            return at(seq - 1);
        }

        boolean isIn(ActiveConversation conversation) {
            return conversationId.equals(conversation.mine().conversationId);
        }

        /** The place directly before this conversation. */
        SidePlace before() {
            return new SidePlace(updateTime, conversationId + "!");
        }

        /** This conversation where the search was, because it has moved since. */
        ActiveConversation placed(ActiveConversation moved) {
            return new ActiveConversation(moved.mine(), new SidePlace(updateTime, conversationId), moved.lastSeq());
        }
    }
}
