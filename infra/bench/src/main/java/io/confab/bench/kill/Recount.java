package io.confab.bench.kill;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts the messages of a conversation one by one and reports faults. */
final class Recount {
    private final String conversationId;
    private final List<StoredMessage> messages;

    Recount(String conversationId, List<StoredMessage> messages) {
        this.conversationId = conversationId;
        this.messages = messages;
    }

    /** The number of unread messages of this reader: above the mark, sent by others, not revoked, not system messages. */
    long unread(String uid, long mark) {
        return messages.stream()
                .filter(message -> message.seq() > mark)
                .filter(message -> !message.fromUid().equals(uid))
                .filter(message -> !message.system() && !message.revoked())
                .count();
    }

    /** Gaps, doubled messages, times that decrease. */
    List<String> disorder() {
        List<String> violations = new ArrayList<>();
        long expected = 1;
        long time = Long.MIN_VALUE;
        Set<String> pairs = new HashSet<>();
        for (StoredMessage message : messages) {
            if (message.seq() != expected) {
                violations.add(conversationId + ": seq " + message.seq() + " where " + expected + " was due");
            }
            if (message.createTime() < time) {
                violations.add(conversationId + ": create_time goes back at seq " + message.seq());
            }
            if (message.uniqueId() != null && !pairs.add(message.fromUid() + "#" + message.uniqueId())) {
                violations.add(conversationId + ": stored twice, again at seq " + message.seq());
            }
            expected = message.seq() + 1;
            time = message.createTime();
        }
        return violations;
    }

    /** Acknowledged messages that are missing or different, and stored messages that were never sent. */
    List<String> compare(Collection<Acknowledged> acknowledged, Set<String> revokedIds) {
        List<String> violations = new ArrayList<>();
        Map<String, StoredMessage> byId = new HashMap<>();
        messages.forEach(message -> byId.put(message.id(), message));
        for (Acknowledged send : acknowledged) {
            StoredMessage stored = byId.get(send.id());
            if (stored == null) {
                violations.add(conversationId + ": acknowledged and lost: seq " + send.seq());
            } else if (stored.seq() != send.seq()
                    || stored.createTime() != send.createTime()
                    || !send.uniqueId().equals(stored.uniqueId())) {
                violations.add(conversationId + ": acknowledged as " + send + ", stored as " + stored);
            } else if (revokedIds.contains(send.id()) && !stored.revoked()) {
                violations.add(conversationId + ": revoked and back: seq " + send.seq());
            }
        }
        long texts = messages.stream().filter(message -> !message.system()).count();
        if (texts > acknowledged.size()) {
            violations.add(conversationId + ": " + texts + " texts stored, " + acknowledged.size() + " acknowledged");
        }
        return violations;
    }

    long newestSeq() {
        return messages.isEmpty() ? 0 : messages.get(messages.size() - 1).seq();
    }

    int size() {
        return messages.size();
    }
}
