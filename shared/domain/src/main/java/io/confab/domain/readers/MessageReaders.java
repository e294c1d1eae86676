package io.confab.domain.readers;

import io.confab.domain.access.ConversationReaders;
import io.confab.domain.conversation.Conversation;
import io.confab.domain.deletion.Deletions;
import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.message.Message;
import io.confab.domain.message.MessageRepository;
import io.confab.domain.page.Page;
import io.confab.domain.readers.ReaderRepository.Place;
import io.confab.domain.storage.Cursor;
import io.confab.domain.user.Admitted;
import io.confab.domain.user.Profile;
import io.confab.domain.user.TokenBearer;
import io.confab.domain.user.UserRepository;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

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
    public Admitted<ReadersPage> page(TokenBearer bearer, String messageId, int limit, Optional<String> cursor) {
        Message message = messages.findOne(messageId).orElseThrow(MessageReaders::notFound);
        return conversationReaders.find(bearer, message.conversationId, reader -> {
            Conversation mine = reader.orElseThrow(MessageReaders::notFound).mine();
            if (!deletions.isVisible(mine, message)) {
                throw notFound();
            }
            return page(message, limit, cursor);
        });
    }

    private ReadersPage page(Message message, int limit, Optional<String> cursor) {
        Page<Entry> found = Page.of(
                read(message, cursor.map(text -> Start.decode(message.id, text)), limit + 1),
                limit,
                last -> Start.encode(message.id, last));
        return new ReadersPage(people(message, found), readers.count(message, true), readers.count(message, false));
    }

    private record Entry(boolean read, Conversation side) {}

    /** Where a page begins. */
    private record Start(boolean read, Place place) {
        static String encode(String messageId, Entry last) {
            return Cursor.encode(
                    list(messageId), last.read() ? READ : UNREAD, last.side().readMark(), last.side().userId);
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

    /** Users who no longer exist are left out. */
    private Page<MessageReader> people(Message message, Page<Entry> found) {
        List<String> uids =
                found.items().stream().map(entry -> entry.side().userId).toList();
        Map<String, Profile> people = users.findProfiles(uids);
        return found.mapOptional(entry -> Optional.ofNullable(people.get(entry.side().userId))
                .map(profile -> new MessageReader(
                        profile,
                        entry.read() ? OptionalLong.of(entry.side().readTimeFor(message.seq)) : OptionalLong.empty())));
    }

    private static Refusal notFound() {
        return new Refusal(ErrorCode.MESSAGE_NOT_FOUND, "msgId: no such message");
    }
}
