package io.confab.migrate.load;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import io.confab.domain.message.Message;
import io.confab.migrate.map.Documents;
import io.confab.migrate.map.MessageMapping;
import io.confab.migrate.origin.Source;
import io.confab.migrate.origin.SourceFile;
import io.confab.migrate.report.NotTakenException;
import io.confab.migrate.report.Reason;
import io.confab.migrate.report.Report;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives messages their numbers and stores them, a batch at a time (docs/decisions/0022-an-import-appends-as-a-send-does.md).
 *
 * <p>Messages come in the order of their conversations, and in each by time and id. A stored message keeps its number. Any
 * other message is appended after the newest one of its conversation, as by a send, if it is not older than that; otherwise it
 * is not taken. The batch is stored in order, so if the process dies, the stored numbers have no gap, and the next run
 * continues after them. If two runs, or a run and a send, use the same number at the same time, the unique {@code seq_key}
 * refuses the second one, whose run ends and may be repeated.
 */
final class MessagePlacer {
    private static final int BATCH = 1_000;

    private final MongoCollection<Message> messages;
    private final MessageMapping mapping;
    private final Report report;
    private final Map<String, Waiting> batch = new LinkedHashMap<>();
    /** The newest message of the logs that are being extended; absent until they are looked up. */
    private final Map<String, Message> heads = new HashMap<>();

    private String lastId = "";

    MessagePlacer(MongoDatabase database, MessageMapping mapping, Report report) {
        this.messages = database.withCodecRegistry(Documents.CODECS)
                .getCollection(Message.COLLECTION, Message.class)
                .withWriteConcern(WriteConcern.MAJORITY);
        this.mapping = mapping;
        this.report = report;
    }

    private record Waiting(Source source, Message message, Log log) {}

    void add(Log log, Source source) {
        try {
            Message message = mapping.message(source);
            if (message.id.equals(lastId)) {
                report.notTaken(source, Reason.DUPLICATE_ID, message.id);
                return;
            }
            lastId = message.id;
            batch.put(message.id, new Waiting(source, message, log));
        } catch (NotTakenException e) {
            throw new IllegalStateException("checked before: " + source.file().collection() + ":" + source.line(), e);
        }
        if (batch.size() >= BATCH) {
            flush();
        }
    }

    /** Stores the last batch; afterwards the messages of every given conversation are complete. */
    void flush() {
        if (batch.isEmpty()) {
            return;
        }
        Map<String, Message> present = findPresent();
        Map<String, String> senders = findSendKeys();
        List<Waiting> missing = new ArrayList<>();
        batch.forEach((id, waiting) -> {
            if (!present.containsKey(id)) {
                missing.add(waiting);
            }
        });
        findHeads(missing);
        List<Message> inserts = new ArrayList<>();
        batch.forEach((id, waiting) -> {
            if (present.containsKey(id)) {
                adopt(waiting, present.get(id));
            } else if (place(waiting, senders)) {
                inserts.add(waiting.message());
            }
        });
        if (!inserts.isEmpty()) {
            messages.insertMany(inserts);
        }
        batch.clear();
    }

    /** Forgets the heads of logs that are complete. */
    void forget(String conversationId) {
        heads.remove(conversationId);
    }

    private void adopt(Waiting waiting, Message stored) {
        Message message = waiting.message();
        boolean revokedInExport = message.revoked;
        message.seq = stored.seq;
        message.n = stored.n;
        message.ownN = stored.ownN;
        message.revoked = stored.revoked;
        waiting.log().add(message, revokedInExport);
        report.present(SourceFile.MESSAGES);
    }

    private boolean place(Waiting waiting, Map<String, String> senders) {
        Message message = waiting.message();
        Message head = heads.get(message.conversationId);
        String holder = senders.putIfAbsent(message.sendKey, message.id);
        if (holder != null && !holder.equals(message.id)) {
            report.notTaken(waiting.source(), Reason.DUPLICATE, "unique_id of " + holder);
            return false;
        }
        if (head != null && message.createTime < head.createTime) {
            report.notTaken(waiting.source(), Reason.LATE, "behind seq " + head.seq);
            return false;
        }
        long counted = message.isSystem() ? 0 : 1;
        message.seq = (head == null ? 0 : head.seq) + 1;
        message.seqKey = Message.seqKey(message.conversationId, message.seq);
        message.n = (head == null ? 0 : head.n) + counted;
        message.ownN = message.isGroup() ? null : (head == null ? 0 : head.countBy(message.fromUid)) + counted;
        message.unreadKeys = MessageMapping.unreadKeys(message);
        heads.put(message.conversationId, message);
        waiting.log().add(message, message.revoked);
        report.taken(SourceFile.MESSAGES);
        return true;
    }

    private Map<String, Message> findPresent() {
        Map<String, Message> present = new HashMap<>();
        messages.find(Filters.in("_id", batch.keySet()))
                .projection(Projections.include("seq", "n", "own_n", "is_revoke"))
                .batchSize(BATCH + 1)
                .forEach(message -> present.put(message.id, message));
        return present;
    }

    /** The message of each pair of sender and unique id. */
    private Map<String, String> findSendKeys() {
        List<String> keys = batch.values().stream()
                .map(Waiting::message)
                .filter(message -> message.uniqueId != null)
                .map(message -> message.sendKey)
                .toList();
        Map<String, String> holders = new HashMap<>();
        if (!keys.isEmpty()) {
            messages.find(Filters.in("send_key", keys))
                    .projection(Projections.include("send_key"))
                    .batchSize(BATCH + 1)
                    .forEach(message -> holders.put(message.sendKey, message.id));
        }
        return holders;
    }

    /** Looks up the newest messages of conversations that have any and were not looked up yet. */
    private void findHeads(List<Waiting> missing) {
        Set<String> unknown = new HashSet<>();
        missing.stream()
                .map(waiting -> waiting.message().conversationId)
                .filter(id -> !heads.containsKey(id))
                .forEach(unknown::add);
        if (unknown.isEmpty()) {
            return;
        }
        List<String> firstKeys =
                unknown.stream().map(id -> Message.seqKey(id, 1)).toList();
        List<String> begun = new ArrayList<>();
        messages.find(Filters.in("seq_key", firstKeys))
                .projection(Projections.include("conversation_id"))
                .batchSize(firstKeys.size() + 1)
                .forEach(first -> begun.add(first.conversationId));
        for (String id : begun) {
            heads.put(
                    id,
                    messages.find(Filters.eq("conversation_id", id))
                            .sort(Sorts.descending("create_time", "seq"))
                            .first());
        }
    }
}
