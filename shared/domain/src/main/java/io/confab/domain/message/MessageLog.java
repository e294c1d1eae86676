package io.confab.domain.message;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import io.confab.domain.error.Refusal;
import io.confab.domain.ids.Ids;
import io.confab.domain.ids.ProcessRandom;
import io.confab.domain.rate.Permit;
import io.confab.domain.tally.Metric;
import io.confab.domain.tally.Tally;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * The log of each conversation: appends each message once, in order, without gaps.
 *
 * <p>A number is taken by inserting the message that has it ({@code seq_key} is unique), so no number exists without its
 * message. A sender tries n + 1 only after it has seen message n. The insert waits for a majority, so an acknowledged message
 * is durable.
 *
 * <ul>
 *   <li>The process dies before the insert: nothing happened. After it: the message is stored, and the repeat, the next list or
 *       the next revoke brings the conversation's head up to date.
 *   <li>It runs twice: {@code send_key} is unique, the second insert fails and the first message is returned.
 *   <li>Two run at once: one insert gets the number; the other reads what was stored and tries the next number. If it loses
 *       again, it pauses before it reads.
 *   <li>The sender's rate is limited: the {@code _id} is one of the sender's slots (see {@link Permit}), so the same insert
 *       takes the slot. If another message has it, the next try takes another slot.
 *   <li>The connection breaks: whether the insert arrived is looked up by {@code send_key}, never guessed.
 * </ul>
 *
 * Source: docs/rules.md#messages; docs/decisions/0001-the-insert-is-the-commit-point.md.
 */
@Singleton
public class MessageLog {
    private static final Logger LOG = Logger.getLogger(MessageLog.class);
    private static final int WINDOW = 64;
    private static final int MAX_ATTEMPTS = 400;
    private static final int MAX_BROKEN_CONNECTIONS = 3;
    private static final long MAJORITY_WAIT_MILLIS = 3_000;
    private static final long FIRST_PAUSE_MICROS = 8_000;
    private static final long MAX_PAUSE_MICROS = 256_000;

    private final MessageRepository messages;
    private final Clock clock;
    private final Tally tally;

    MessageLog(MessageRepository messages, Clock clock, Tally tally) {
        this.messages = messages;
        this.clock = clock;
        this.tally = tally;
    }

    /** A stored message; {@code repeat} is true if an earlier call stored it. */
    public record Appended(Message message, boolean repeat) {}

    /** Appends a message that no client sent: {@link #append(Message, Position, Permit)} without a limit. */
    public Appended append(Message draft, Position hint) {
        return append(draft, hint, Permit.unlimited());
    }

    /**
     * Appends once; a repeated (sender, {@code unique_id}) returns the first message.
     *
     * @param draft a message without id, number and times; completed and stored. If it has no {@code send_key}, it gets that of
     *     a client's message
     * @param hint a recent position of the log; may be older than the newest message
     * @throws Refusal {@code rate-limited}: nothing was stored
     * @throws IllegalStateException if the message could not be stored in time; the caller may repeat
     */
    public Appended append(Message draft, Position hint, Permit permit) {
        String ownId = Ids.next();
        draft.id = permit.messageId().orElse(ownId);
        if (draft.sendKey == null) {
            draft.sendKey = NameSpace.CLIENT.key(draft.fromUid, draft.uniqueId == null ? ownId : draft.uniqueId);
        }
        draft.unreadKeys = UnreadKeys.of(draft);
        Appending appending = new Appending(draft, permit, hint);
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            Optional<Appended> appended = appending.attempt(attempt);
            if (appended.isPresent()) {
                count(appended.get(), attempt);
                return appended.get();
            }
        }
        throw new IllegalStateException("no number to be had in conversation " + draft.conversationId);
    }

    private void count(Appended appended, int attempts) {
        tally.add(Metric.SENDS, appended.repeat() ? 0 : 1);
        tally.add(Metric.RETRIES, attempts - 1);
    }

    /** One call: the message, and the position after which its next attempt places it. */
    private final class Appending {
        private final Message draft;
        private final Permit permit;
        private Position position;
        private int brokenConnections;

        private Appending(Message draft, Permit permit, Position hint) {
            this.draft = draft;
            this.permit = permit;
            this.position = hint;
        }

        /** Tries the number after {@link #position}; empty if the next attempt is to try again. */
        Optional<Appended> attempt(int attempt) {
            place(draft, position, permit);
            try {
                messages.insert(draft);
                return Optional.of(new Appended(draft, false));
            } catch (MongoWriteException e) {
                if (ErrorCategory.fromErrorCode(e.getCode()) != ErrorCategory.DUPLICATE_KEY) {
                    throw e;
                }
                return afterDuplicate(attempt);
            } catch (MongoException e) {
                if (++brokenConnections > MAX_BROKEN_CONNECTIONS) {
                    throw e;
                }
                LOG.warnf(
                        "insert unanswered, looking it up: conversation=%s error=%s",
                        draft.conversationId, e.getCode());
                return messages.findBySendKey(draft.sendKey).map(this::stored);
            }
        }

        /**
         * Finds out which unique key was taken: the number, by another message, so that the next attempt tries a later one; the
         * {@code _id}, which is then exchanged; or the {@code send_key}, by the first message of a repeat.
         */
        private Optional<Appended> afterDuplicate(int attempt) {
            if (attempt > 1) {
                pause(attempt - 1);
            }
            List<Message> taken = messages.findPlaces(draft.conversationId, draft.seq, draft.seq + WINDOW - 1);
            boolean mine = taken.stream().anyMatch(message -> message.sendKey.equals(draft.sendKey));
            if (!mine && !taken.isEmpty()) {
                position = behind(taken);
                return Optional.empty();
            }
            if (!mine && hasExchangedId(draft, permit)) {
                return Optional.empty();
            }
            return Optional.of(stored(awaitBySendKey(draft.sendKey)
                    .orElseThrow(() -> new IllegalStateException(
                            "no majority holds the first message yet: " + draft.conversationId))));
        }

        private Position behind(List<Message> taken) {
            Message newest = Collections.max(taken, Comparator.comparingLong(message -> message.seq));
            return taken.size() < WINDOW
                    ? Position.at(newest, draft.fromUid, position.time())
                    : newest(draft.conversationId, draft.fromUid, position.time());
        }

        /** This message is stored: by an earlier call, unless it is the draft, whose answer was lost. */
        private Appended stored(Message first) {
            boolean repeat = brokenConnections == 0 || !first.id.equals(draft.id);
            if (repeat) {
                permit.giveBack();
            }
            return new Appended(first, repeat);
        }
    }

    /** The message that this client stored under this unique id. */
    public Optional<Message> findRepeat(String fromUid, String uniqueId) {
        return messages.findBySendKey(NameSpace.CLIENT.key(fromUid, uniqueId));
    }

    /** The messages that are stored under these keys, in no particular order. */
    public List<Message> findRepeats(Collection<String> sendKeys) {
        return sendKeys.isEmpty() ? List.of() : messages.findBySendKeys(sendKeys);
    }

    /** Which of these ids messages have. */
    public List<String> findExisting(Collection<String> ids) {
        return messages.findSendKeys(ids).stream().map(message -> message.id).toList();
    }

    /** The position of the log now, read from the messages themselves. */
    public Position newest(String conversationId, String senderUid, long time) {
        return messages.findNewest(conversationId)
                .map(newest -> Position.at(newest, senderUid, time))
                .orElse(new Position(0, 0, 0, time));
    }

    /** Whether another message has the id; if so, the draft gets a new one. */
    private boolean hasExchangedId(Message draft, Permit permit) {
        List<String> counting = permit.countingIds();
        if (counting.isEmpty()) {
            return false;
        }
        List<Message> taken = messages.findSendKeys(counting);
        boolean another = taken.stream()
                .anyMatch(message -> message.id.equals(draft.id) && !message.sendKey.equals(draft.sendKey));
        if (another) {
            permit.exchange(taken.stream().map(message -> message.id).toList());
            draft.id = permit.messageId().orElseThrow();
        }
        return another;
    }

    private void place(Message draft, Position position, Permit permit) {
        boolean countable = !draft.isSystem();
        long time = Math.max(clock.millis(), position.time());
        draft.seq = position.seq() + 1;
        draft.seqKey = Message.seqKey(draft.conversationId, draft.seq);
        draft.n = position.n() + (countable ? 1 : 0);
        draft.ownN = draft.isGroup() ? null : Long.valueOf(position.ownN() + (countable ? 1 : 0));
        draft.createTime = time;
        draft.updateTime = time;
        long rateTime = draft.isGroup() ? permit.groupTime(position.rateTime()) : 0;
        draft.rateTime = rateTime == 0 ? null : Long.valueOf(rateTime);
    }

    /** Waits, within bounds, until a majority holds the message, so that nothing is acknowledged that could roll back. */
    private Optional<Message> awaitBySendKey(String sendKey) {
        long deadline = System.nanoTime() + MAJORITY_WAIT_MILLIS * 1_000_000;
        Optional<Message> found = messages.findBySendKey(sendKey);
        while (found.isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(5_000_000);
            found = messages.findBySendKey(sendKey);
        }
        return found;
    }

    /**
     * Up to twice as long after each lost race, so that fewer inserts fail. The pause comes before the newest message is read,
     * so that what was read is still true when the next number is tried.
     */
    private static void pause(int lostBefore) {
        long bound = Math.min(MAX_PAUSE_MICROS, FIRST_PAUSE_MICROS << Math.min(lostBefore - 1, 10));
        LockSupport.parkNanos(1_000 * ProcessRandom.dice().nextLong(bound));
    }
}
