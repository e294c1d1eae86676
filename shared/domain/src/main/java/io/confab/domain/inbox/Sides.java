package io.confab.domain.inbox;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.conversation.Heads;
import io.confab.domain.conversation.InboxRepository;
import io.confab.domain.conversation.InboxRepository.Marks;
import io.confab.domain.message.ListedMessages;
import io.confab.domain.message.ListedMessages.Listed;
import io.confab.domain.message.Message;
import io.confab.domain.message.MessageRepository;
import io.confab.domain.message.ShortMessage;
import io.confab.domain.message.SpecialAbove;
import io.confab.domain.storage.Healing;
import io.confab.domain.storage.Reads;
import io.confab.domain.storage.Reads.Both;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Completes {@link Side}s with messages: the newest ones of those that are shown, the number after each head, and, where there
 * may be any, the messages above the marks that counts alone do not cover (the user's own, revoked ones, mentions).
 *
 * <p>What a crash left unfinished is completed here, within the limits of {@link Healing}: a head behind its log, a mark of a
 * side that selects it without need. Except for such changes, the result is the same without it.
 */
@Singleton
class Sides {
    /** Number of a user's newest conversations whose heads are compared with their logs, besides those of a page. */
    private static final int MAX_HEADS_CHECKED = 1_000;

    /** How many marks one list corrects. */
    private static final int MAX_CORRECTED = 500;

    /** A single chat that has not changed for so long has no message that is still on its way. */
    private static final long QUIET_MILLIS = Duration.ofMinutes(1).toMillis();

    private final InboxRepository inbox;
    private final MessageRepository messages;
    private final ListedMessages listed;
    private final Heads heads;
    private final Reads reads;
    private final Clock clock;
    private final int noteLength;

    Sides(
            InboxRepository inbox,
            MessageRepository messages,
            ListedMessages listed,
            Heads heads,
            Reads reads,
            Clock clock,
            ConfabConfig config) {
        this.inbox = inbox;
        this.messages = messages;
        this.listed = listed;
        this.heads = heads;
        this.reads = reads;
        this.clock = clock;
        this.noteLength = config.noteLength();
    }

    /** Adds to the sides what their unread counts need; completes nothing. One command, two more if a head is behind. */
    void completeToCount(Collection<Side> sides) {
        readMessages(sides, List.of(), List.of(), Healing.none());
    }

    /**
     * Adds what a list needs: to all sides what their unread counts need, to the shown ones their newest messages too. One
     * command, one more if marks are to be corrected, and two more if a head was behind its log.
     *
     * @param others only their heads are compared with their logs
     * @param more read in the meantime
     */
    <T> T complete(
            Collection<Side> sides,
            Collection<Side> shown,
            Collection<Side> others,
            Healing healing,
            Supplier<T> more) {
        Both<T, Collection<Side>> found = reads.both(more, () -> readMessages(sides, shown, others, healing));
        correctMarks(found.here(), healing);
        return found.aside();
    }

    /** Moves heads forward that are behind. One command, two more for each of them. */
    void catchUp(Collection<Side> sides, Healing healing) {
        Set<Side> checked = newest(sides);
        place(checked, Set.of(), listed.findShort(keys(checked, List.of()), noteLength), healing);
    }

    /** Reads the newest message of each side. One command, two more for each head that is behind. */
    void readNewest(Collection<Side> sides, Healing healing) {
        Set<Side> checked = newest(sides);
        place(checked, checked, listed.findShort(keys(checked, checked), noteLength), healing);
    }

    private Collection<Side> readMessages(
            Collection<Side> sides, Collection<Side> shown, Collection<Side> others, Healing healing) {
        Set<Side> checked = newest(sides);
        checked.addAll(shown);
        checked.addAll(others);
        checked.removeIf(Side::isGone);
        Map<String, SpecialAbove> needed = specialsNeeded(sides);
        Listed found = listed.findListed(keys(checked, shown), List.copyOf(needed.values()), noteLength);
        boolean behind = place(checked, Set.copyOf(shown), found.byKey(), healing);
        if (behind) {
            needed = specialsNeeded(sides);
        }
        List<Message> special =
                behind && !needed.isEmpty() ? listed.findSpecialAbove(List.copyOf(needed.values())) : found.special();
        Map<String, List<Message>> byConversation =
                special.stream().collect(Collectors.groupingBy(message -> message.conversationId));
        for (Side side : sides) {
            Optional.ofNullable(needed.get(side.id()))
                    .ifPresent(mark -> side.setSpecials(byConversation.getOrDefault(side.id(), List.of()).stream()
                            .filter(mark::finds)
                            .toList()));
        }
        return sides;
    }

    private static Set<Side> newest(Collection<Side> sides) {
        return sides.size() <= MAX_HEADS_CHECKED
                ? new LinkedHashSet<>(sides)
                : sides.stream()
                        .sorted(Side.NEWEST_FIRST)
                        .limit(MAX_HEADS_CHECKED)
                        .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The messages that show whether heads are behind, and the newest ones of those that are shown. */
    private static Set<String> keys(Collection<Side> checked, Collection<Side> shown) {
        Set<String> keys = new HashSet<>();
        for (Side side : checked) {
            keys.add(Message.seqKey(side.id(), side.lastSeq() + 1));
        }
        for (Side side : shown) {
            keys.add(Message.seqKey(side.id(), side.lastSeq()));
            keys.add(Message.seqKey(side.id(), side.shownSeq()));
        }
        return keys;
    }

    private boolean place(Set<Side> checked, Set<Side> shown, List<ShortMessage> read, Healing healing) {
        Map<String, ShortMessage> found =
                read.stream().collect(Collectors.toMap(each -> each.message().seqKey, Function.identity()));
        boolean anyBehind = false;
        for (Side side : checked) {
            if (found.containsKey(Message.seqKey(side.id(), side.lastSeq() + 1))) {
                anyBehind = true;
                catchUp(side, healing);
            } else {
                Optional.ofNullable(found.get(Message.seqKey(side.id(), side.lastSeq())))
                        .ifPresent(newest -> setNewest(side, newest.message(), healing));
                if (shown.contains(side)) {
                    side.setShown(found.get(Message.seqKey(side.id(), side.shownSeq())));
                }
            }
        }
        return anyBehind;
    }

    private void catchUp(Side side, Healing healing) {
        Message newest = messages.findNewest(side.id()).orElseThrow();
        side.catchUp(newest);
        advance(side, newest, healing);
        side.setShown(
                side.shownSeq() == newest.seq
                        ? ShortMessage.of(newest, noteLength)
                        : listed.findShort(List.of(Message.seqKey(side.id(), side.shownSeq())), noteLength).stream()
                                .findFirst()
                                .orElse(null));
    }

    /** If a revoke died before it updated the head, the text is still in the preview: it is replaced here. */
    private void setNewest(Side side, Message newest, Healing healing) {
        if (newest.revoked && side.noteSaysOtherThanRevoked()) {
            advance(side, newest, healing);
        }
        side.setNewest(newest);
    }

    private void advance(Side side, Message newest, Healing healing) {
        healing.attempt(
                "head of a conversation",
                newest.conversationId,
                () -> side.setChangeTime(heads.advance(newest, side.changeTime())));
    }

    private static Map<String, SpecialAbove> specialsNeeded(Collection<Side> sides) {
        Map<String, SpecialAbove> needed = new HashMap<>();
        sides.forEach(side -> side.specialsNeeded().ifPresent(mark -> needed.put(side.id(), mark)));
        return needed;
    }

    private void correctMarks(Collection<Side> sides, Healing healing) {
        long quietBefore = clock.millis() - QUIET_MILLIS;
        List<Marks> corrections = sides.stream()
                .flatMap(side -> side.correction(quietBefore).stream())
                .limit(MAX_CORRECTED)
                .toList();
        if (!corrections.isEmpty()) {
            healing.attempt(
                    "marks of conversations", corrections.get(0).side().userId, () -> inbox.correct(corrections));
        }
    }
}
