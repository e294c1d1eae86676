package io.confab.bench.kill;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** The answers that clients received, kept in the benchmark's process, which is not killed. */
final class Journal {
    private final Queue<Acknowledged> sends = new ConcurrentLinkedQueue<>();
    private final Set<String> revoked = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> marks = new ConcurrentHashMap<>();
    private final Queue<String> contradictions = new ConcurrentLinkedQueue<>();
    private final LongAdder retried = new LongAdder();
    private final LongAdder repeated = new LongAdder();

    void sent(Acknowledged send) {
        sends.add(send);
    }

    void revoked(Acknowledged send) {
        revoked.add(send.id());
    }

    void read(String uid, String conversationId, long seq) {
        marks.merge(markKey(uid, conversationId), seq, Math::max);
    }

    /** A call was repeated because no answer came. */
    void retried() {
        retried.increment();
    }

    /** An acknowledged send was repeated; its answer must be the same as the first. */
    void repeated(Acknowledged first, Acknowledged second) {
        repeated.increment();
        if (!first.equals(second)) {
            contradictions.add("%s: a repeat of seq %d was answered with seq %d, %s with %s"
                    .formatted(first.conversationId(), first.seq(), second.seq(), first.id(), second.id()));
        }
    }

    void refused(String what) {
        contradictions.add("refused: " + what);
    }

    int sendCount() {
        return sends.size();
    }

    List<Acknowledged> sends() {
        return List.copyOf(sends);
    }

    Set<String> revokedIds() {
        return Set.copyOf(revoked);
    }

    long mark(String uid, String conversationId) {
        return marks.getOrDefault(markKey(uid, conversationId), 0L);
    }

    int markCount() {
        return marks.size();
    }

    List<String> contradictions() {
        return List.copyOf(contradictions);
    }

    long retriedCount() {
        return retried.sum();
    }

    long repeatedCount() {
        return repeated.sum();
    }

    private static String markKey(String uid, String conversationId) {
        return uid + "#" + conversationId;
    }
}
