package io.confab.domain.rate;

import io.confab.domain.error.Refusal;
import io.confab.domain.ids.Hashes;
import java.time.Clock;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/**
 * The permission to store one message, under the rates of its sender and its group. A sender's slot is the message's own {@code
 * _id}, so the insert that stores the message takes the slot, and if two messages try to take the same slot, one gets it. A
 * group's messages are stored one after the other, so each stores the time up to which the group's rate is used. Used by one
 * call, on one thread.
 */
public final class Permit {
    private static final int SLOT_DIGITS = 12;
    private static final long MICROS = 1_000;
    private static final long PATIENCE_MILLIS = 2_000;

    private final String uid;
    private final Optional<Bucket> user;
    private final TakenSlots taken;
    private final Optional<Bucket> group;
    private final Clock clock;
    private final boolean patient;
    private int groupMessages = 1;
    private long waitedMillis;
    private long slot;

    /**
     * @param patient whether to wait a little for another slot if this one is taken
     */
    Permit(String uid, Optional<Bucket> user, TakenSlots taken, Optional<Bucket> group, Clock clock, boolean patient) {
        this.uid = uid;
        this.user = user;
        this.taken = taken;
        this.group = group;
        this.clock = clock;
        this.patient = patient;
        takeSlot(false);
    }

    /** For messages that no client sent. */
    public static Permit unlimited() {
        return new Permit("", Optional.empty(), null, Optional.empty(), Clock.systemUTC(), false);
    }

    /**
     * This permit, which also takes this number of messages of the group's rate: for all messages that follow, or 0 if they are
     * counted already.
     */
    public Permit forGroup(int messages) {
        groupMessages = messages;
        return this;
    }

    /** The {@code _id} that the message must have: 24 hex digits, made of slot and sender; empty without a limit. */
    public Optional<String> messageId() {
        return user.map(limited -> ids(uid, slot, slot).get(0));
    }

    /** The ids of all messages that count for the rate now, and of the one that may have this id. */
    public List<String> countingIds() {
        if (user.isEmpty()) {
            return List.of();
        }
        long now = clock.millis();
        long oldest = Math.min(slot, user.get().oldest(now));
        return ids(uid, oldest, Math.max(slot, user.get().newest(now)));
    }

    /**
     * Takes another slot, after it was read which slots are taken.
     *
     * @throws Refusal {@code rate-limited}
     */
    public void exchange(Collection<String> takenIds) {
        taken.learn(uid, slots(takenIds));
        takeSlot(patient);
    }

    /** To be called if the message was not stored. */
    public void giveBack() {
        if (user.isPresent()) {
            taken.giveBack(uid, slot);
        }
    }

    /**
     * The time up to which the group's rate is used with this permit (microseconds); 0 if nothing was ever counted.
     *
     * @param used the same, without it
     * @throws Refusal {@code rate-limited}
     */
    public long groupTime(long used) {
        if (group.isEmpty() || groupMessages == 0) {
            return used;
        }
        long now = clock.millis() * MICROS;
        long interval = group.get().perMillis() * MICROS / group.get().amount();
        long next = Math.max(used, now - group.get().burst() * interval) + groupMessages * interval;
        if (next > now) {
            giveBack();
            throw Refusal.rateLimited("too many messages in this group", (next - now) / MICROS);
        }
        return next;
    }

    private void takeSlot(boolean waiting) {
        if (user.isEmpty()) {
            return;
        }
        OptionalLong free = taken.take(uid, clock.millis());
        while (free.isEmpty()) {
            long wait = user.get().millisUntilNext(clock.millis());
            waitedMillis += wait;
            if (!waiting || waitedMillis > PATIENCE_MILLIS) {
                throw Refusal.rateLimited("too many messages", wait);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(wait));
            free = taken.take(uid, clock.millis());
        }
        slot = free.getAsLong();
    }

    /** The ids of a user's messages that have these slots: 24 hex digits, of the slot and of the user. */
    static List<String> ids(String uid, long first, long last) {
        String uidDigits = Hashes.md5("rate#" + uid).substring(0, SLOT_DIGITS);
        return LongStream.rangeClosed(first, last)
                .mapToObj(number -> HexFormat.of().toHexDigits(number, SLOT_DIGITS) + uidDigits)
                .toList();
    }

    static List<Long> slots(Collection<String> ids) {
        return ids.stream()
                .map(id -> HexFormat.fromHexDigitsToLong(id, 0, SLOT_DIGITS))
                .toList();
    }
}
