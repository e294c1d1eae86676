package io.confab.domain.readers;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.access.ConversationReader;
import io.confab.domain.access.ConversationReaders;
import io.confab.domain.conversation.Conversation;
import io.confab.domain.deletion.Deletions;
import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.json.JsonPage;
import io.confab.domain.message.Message;
import io.confab.domain.message.MessageRepository;
import io.confab.domain.page.Page;
import io.confab.domain.readers.ReaderRepository.Place;
import io.confab.domain.storage.Cursor;
import io.confab.domain.user.Profile;
import io.confab.domain.user.TokenBearer;
import io.confab.domain.user.User;
import io.confab.domain.user.UserRepository;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * getMsgReaders: who has read a message and who has not (docs/api/messages.md#getmsgreaders;
 * docs/decisions/0016-deletions-and-readers-cost-a-send-nothing.md). The answer is computed from read marks: sending writes
 * nothing for it, whatever the size of the group. Reads only; at most 7 commands. If a mark moves between two pages, its user
 * moves from {@code unread} to the end of {@code read}.
 */
@Singleton
public class MessageReaders {
    private static final String READ = "read";
    private static final String UNREAD = "unread";
    private static final String TIME = "time";

    private final MessageRepository messages;
    private final ConversationReaders conversationReaders;
    private final Deletions deletions;
    private final ReaderRepository readers;
    private final UserRepository users;

    MessageReaders(
            MessageRepository messages,
            ConversationReaders conversationReaders,
            Deletions deletions,
            ReaderRepository readers,
            UserRepository users) {
        this.messages = messages;
        this.conversationReaders = conversationReaders;
        this.deletions = deletions;
        this.readers = readers;
        this.users = users;
    }

    /**
     * A page of users who have read the message, and then of those who have not; both counts are totals.
     *
     * @throws Refusal 404 when the bearer may not see the message, 400 when the cursor is not one of this list
     */
    public ReadersPage page(TokenBearer bearer, String messageId, int limit, Optional<String> cursor) {
        Message message = messages.findOne(messageId).orElseThrow(MessageReaders::notFound);
        ConversationReader reader =
                conversationReaders.find(bearer, message.conversationId).orElseThrow(MessageReaders::notFound);
        if (!deletions.isVisible(reader.mine(), message)) {
            throw notFound();
        }
        Page<Entry> found = Page.of(
                read(message, cursor.map(text -> Start.decode(messageId, text)), limit + 1),
                limit,
                last -> Start.encode(messageId, last));
        JsonPage page = people(message, found);
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("read_count", readers.count(message, true));
        data.put("unread_count", readers.count(message, false));
        ArrayNode read = data.putArray(READ);
        ArrayNode unread = data.putArray(UNREAD);
        page.data().forEach(person -> (person.has(TIME) ? read : unread).add(person));
        return new ReadersPage(data, page.nextCursor());
    }

    private record Entry(boolean read, Conversation side) {}

    /** Where a page begins. */
    private record Start(boolean read, Place place) {
        static String encode(String messageId, Entry last) {
            return Cursor.encode(
                    list(messageId),
                    last.read() ? READ : UNREAD,
                    Conversation.value(last.side().readSeq),
                    last.side().userId);
        }

        static Start decode(String messageId, String cursor) {
            return Cursor.decode(
                    list(messageId),
                    cursor,
                    values -> new Start(
                            READ.equals(values.oneOf(READ, UNREAD)), new Place(values.number(), values.text())));
        }

        private static String list(String messageId) {
            return "getMsgReaders," + messageId;
        }
    }

    private List<Entry> read(Message message, Optional<Start> start, int limit) {
        List<Entry> entries = new ArrayList<>();
        if (start.isEmpty() || start.get().read()) {
            readers.find(message, true, start.map(Start::place), limit)
                    .forEach(side -> entries.add(new Entry(true, side)));
        }
        if (entries.size() < limit) {
            Optional<Place> after = start.filter(from -> !from.read()).map(Start::place);
            readers.find(message, false, after, limit - entries.size())
                    .forEach(side -> entries.add(new Entry(false, side)));
        }
        return entries;
    }

    /** Users who have read the message have a time; users who no longer exist are left out. */
    private JsonPage people(Message message, Page<Entry> found) {
        List<String> uids =
                found.items().stream().map(entry -> entry.side().userId).toList();
        Map<String, User> people =
                users.findAll(uids).stream().collect(Collectors.toMap(user -> user.id, Function.identity()));
        return found.page(entry -> Optional.ofNullable(people.get(entry.side().userId))
                .map(user -> Profile.of(user).toJson())
                .map(person -> entry.read() ? person.put(TIME, entry.side().readTimeFor(message.seq)) : person));
    }

    private static Refusal notFound() {
        return new Refusal(ErrorCode.MESSAGE_NOT_FOUND, "msgId: no such message");
    }
}
