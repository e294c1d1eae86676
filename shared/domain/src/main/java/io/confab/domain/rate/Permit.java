package io.confab.domain.rate;

import io.confab.domain.conversation.ConversationIds;
import io.confab.domain.error.Refusal;
import java.time.Clock;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * What one message may take of its sender's rate and of its group's. A sender's slot is the message's own {@code _id}, so the
 * insert that stores the message takes the slot, and of two that want the same one gets it. A group's messages are stored one
 * after the other, so each bears the time up to which the group's rate is used. Belongs to one call, on one thread.
 */
public final class Permit {
    private static final int SLOT_DIGITS = 12;
    private static final long MICROS = 1_000;

    private final String uid;
    private final Optional<Bucket> user;
    private final TakenSlots taken;
    private final Optional<Bucket> group;
    private final Clock clock;
    private final String uidDigits;
    private long slot;

    Permit(String uid, Optional<Bucket> user, TakenSlots taken, Optional<Bucket> group, Clock clock) {
        this.uid = uid;
        this.user = user;
        this.taken = taken;
        this.group = group;
        this.clock = clock;
        this.uidDigits = user.map(limited -> ConversationIds.md5("rate#" + uid).substring(0, SLOT_DIGITS))
                .orElse("");
        takeSlot();
    }

    /** For what no client asked for. */
    public static Permit unlimited() {
        return new Permit("", Optional.empty(), null, Optional.empty(), Clock.systemUTC());
    }

    /** The {@code _id} that the message must have: 24 hex digits, of the slot and of the sender; empty without a limit. */
    public Optional<String> messageId() {
        return user.map(limited -> id(slot));
    }

    /** The ids of all messages that can count against this one, and of the one that may have its id. */
    public List<String> countingIds() {
        if (user.isEmpty()) {
            return List.of();
        }
        long now = clock.millis();
        long oldest = Math.min(slot, user.get().oldest(now));
        return LongStream.rangeClosed(oldest, Math.max(slot, user.get().newest(now)))
                .mapToObj(this::id)
                .toList();
    }

    /**
     * Takes another slot, now that it is known which are taken.
     *
     * @throws Refusal {@code rate-limited}
     */
    public void exchange(Collection<String> takenIds) {
        taken.learn(
                uid,
                takenIds.stream()
                        .map(id -> HexFormat.fromHexDigitsToLong(id, 0, SLOT_DIGITS))
                        .toList());
        takeSlot();
    }

    /** The message was not stored. */
    public void giveBack() {
        if (user.isPresent()) {
            taken.giveBack(uid, slot);
        }
    }

    /**
     * Up to when the group's rate is used with one more message (microseconds); 0 when nothing was ever counted.
     *
     * @param used the same, without it
     * @throws Refusal {@code rate-limited}
     */
    public long groupTime(long used) {
        if (group.isEmpty()) {
            return used;
        }
        long now = clock.millis() * MICROS;
        long interval = group.get().perMillis() * MICROS / group.get().amount();
        long next = Math.max(used, now - group.get().burst() * interval) + interval;
        if (next > now) {
            giveBack();
            throw Refusal.rateLimited("too many messages in this group", (next - now) / MICROS);
        }
        return next;
    }

    private void takeSlot() {
        if (user.isPresent()) {
            OptionalLong free = taken.take(uid, clock.millis());
            slot = free.orElseThrow(
                    () -> Refusal.rateLimited("too many messages", user.get().millisUntilNext(clock.millis())));
        }
    }

    private String id(long number) {
        return HexFormat.of().toHexDigits(number, SLOT_DIGITS) + uidDigits;
    }
}
