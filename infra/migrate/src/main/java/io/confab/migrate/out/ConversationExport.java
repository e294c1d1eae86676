package io.confab.migrate.out;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Sorts.ascending;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.confab.domain.conversation.Conversation;
import io.confab.domain.message.Message;
import io.confab.domain.message.Preview;
import io.confab.domain.message.SeenMessage;
import io.confab.migrate.load.Log;
import io.confab.migrate.map.Documents;
import io.confab.migrate.origin.Source;
import io.confab.migrate.origin.SourceFile;
import io.confab.migrate.report.Progress;
import io.confab.migrate.source.ExternalSort;
import io.confab.migrate.source.Groups;
import io.confab.wire.MessageJson;
import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.bson.BsonDocument;

/**
 * Exports messages and conversation documents, including the values that Confab computes: unread counts, {@code is_read},
 * previews. One conversation at a time is held in memory, as a {@link Log}. Bodies of revoked messages are hidden, as in
 * replies.
 */
final class ConversationExport {
    private static final int NOTE_LENGTH = 30;
    private static final int BATCH = 1_000;

    private final MongoCollection<Message> messages;
    private final MongoCollection<BsonDocument> sides;
    private final GroupFacts groups;
    private final ExportFiles files;
    private final Progress progress;

    ConversationExport(MongoDatabase database, ExportFiles files, Progress progress) {
        this.messages = database.withCodecRegistry(Documents.CODECS).getCollection(Message.COLLECTION, Message.class);
        this.sides = database.getCollection(Conversation.COLLECTION, BsonDocument.class);
        this.groups = GroupFacts.read(database);
        this.files = files;
        this.progress = progress;
    }

    /** Every conversation, also one of which no user has a document any more. */
    void all() throws IOException {
        try (ExternalSort sort = new ExternalSort(SourceFile.CONVERSATIONS)) {
            for (BsonDocument side : sides.find().batchSize(BATCH)) {
                add(sort, side);
            }
            Groups byConversation = new Groups(sort.sorted());
            progress.begin("export conversations");
            try (var cursor = messages.find()
                    .sort(ascending("conversation_id", "create_time", "seq"))
                    .batchSize(BATCH)
                    .iterator()) {
                OneAhead<Message> log = new OneAhead<>(cursor);
                while (log.peek().isPresent() || byConversation.peek().isPresent()) {
                    String id = first(log.peek().map(message -> message.conversationId), byConversation.peek());
                    List<Source> documents = byConversation.take(id);
                    write(id, log, documents, message -> true);
                }
            }
        }
    }

    /** A user's data: their side of each conversation, all messages of single chats, and the user's own messages in groups. */
    void of(String uid) throws IOException {
        try (ExternalSort sort = new ExternalSort(SourceFile.CONVERSATIONS)) {
            for (BsonDocument side : sides.find(eq("user_id", uid)).batchSize(BATCH)) {
                add(sort, side);
            }
            Groups byConversation = new Groups(sort.sorted());
            progress.begin("export conversations");
            while (byConversation.peek().isPresent()) {
                String id = byConversation.peek().get();
                List<Source> documents = byConversation.take(id);
                try (var cursor = messages.find(eq("conversation_id", id))
                        .sort(ascending("create_time", "seq"))
                        .batchSize(BATCH)
                        .iterator()) {
                    write(
                            id,
                            new OneAhead<>(cursor),
                            documents,
                            message -> !message.isGroup() || message.fromUid.equals(uid));
                }
            }
        }
    }

    private void add(ExternalSort sort, BsonDocument side) throws IOException {
        ObjectNode json = StoredSide.plain(side);
        groups.complete(json);
        sort.add(
                Groups.key(json.path("id").textValue(), json.path("user_id").textValue()),
                new Source(SourceFile.CONVERSATIONS, 0, json));
    }

    private static String first(Optional<String> one, Optional<String> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.or(() -> other).orElseThrow();
        }
        return one.get().compareTo(other.get()) <= 0 ? one.get() : other.get();
    }

    private void write(String id, OneAhead<Message> log, List<Source> documents, Predicate<Message> wanted)
            throws IOException {
        Log unread = new Log(id);
        Map<String, Long> marks = new HashMap<>();
        documents.forEach(side -> {
            marks.put(
                    side.text("user_id").orElseThrow(),
                    side.number(StoredSide.READ_SEQ).orElse(0L));
            side.number(StoredSide.PEER_READ_SEQ)
                    .ifPresent(seq -> side.text("friend_uid").ifPresent(peer -> marks.merge(peer, seq, Math::max)));
        });
        while (log.peek().filter(message -> message.conversationId.equals(id)).isPresent()) {
            Message message = log.next();
            unread.add(message, message.revoked);
            progress.advance();
            if (wanted.test(message)) {
                long receiversMark = marks.getOrDefault(message.toUid, 0L);
                files.write(
                        Message.COLLECTION,
                        MessageJson.message(SeenMessage.by(message.toUid, message, receiversMark, receiversMark)));
            }
        }
        for (Source side : documents) {
            files.write(Conversation.COLLECTION, finished(side, unread));
        }
    }

    private static ObjectNode finished(Source side, Log log) {
        String uid = side.text("user_id").orElseThrow();
        Optional<Message> newest = log.newest();
        return StoredSide.finish(
                side.json(),
                newest.map(message -> message.seq).orElse(0L),
                log.unreadAbove(
                        side.number(StoredSide.READ_SEQ).orElse(0L), uid, side.numbersOf(StoredSide.DELETED, "seq")),
                newest.map(message -> Preview.note(message, NOTE_LENGTH)).orElse(""),
                newest.map(message -> message.createTime));
    }

    /** An iterator whose next element can be read without removing it. */
    private static final class OneAhead<T> {
        private final Iterator<T> rest;
        private T next;

        OneAhead(Iterator<T> rest) {
            this.rest = rest;
            this.next = rest.hasNext() ? rest.next() : null;
        }

        Optional<T> peek() {
            return Optional.ofNullable(next);
        }

        T next() {
            T current = next;
            next = rest.hasNext() ? rest.next() : null;
            return current;
        }
    }
}
