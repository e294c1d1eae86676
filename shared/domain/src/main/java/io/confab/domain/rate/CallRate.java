package io.confab.domain.rate;

import io.confab.domain.error.Refusal;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * How often one user may make calls of one kind in a minute. Each call makes one small write, which takes one of the user's
 * slots; if two processes try to take the same slot, one gets it. A call that dies afterwards, or changes nothing, has still
 * used its slot.
 */
final class CallRate {
    static final long MINUTE = 60_000;

    private final String kind;
    private final String refusal;
    private final Optional<Bucket> bucket;
    private final TakenSlots taken;
    private final RateSlotRepository slots;
    private final Clock clock;

    /**
     * @param kind names the slots; must never change
     * @param refusal the message for the caller
     */
    CallRate(String kind, String refusal, Optional<Bucket> bucket, RateSlotRepository slots, Clock clock) {
        this.kind = kind;
        this.refusal = refusal;
        this.bucket = bucket;
        this.taken = bucket.map(TakenSlots::new).orElse(null);
        this.slots = slots;
        this.clock = clock;
    }

    /**
     * Counts one call of the user.
     *
     * @throws Refusal {@code rate-limited}
     */
    void count(String uid) {
        bucket.ifPresent(limit -> count(uid, limit));
    }

    private void count(String uid, Bucket limit) {
        while (true) {
            long now = clock.millis();
            OptionalLong free = taken.take(uid, now);
            long slot = free.orElseThrow(() -> Refusal.rateLimited(refusal, limit.millisUntilNext(now)));
            long end = now + limit.burst() * limit.perMillis() / limit.amount() + MINUTE;
            if (slots.take(id(uid, slot), end)) {
                return;
            }
            Map<String, Long> counting = LongStream.rangeClosed(limit.oldest(now), limit.newest(now))
                    .boxed()
                    .collect(Collectors.toMap(each -> id(uid, each), Function.identity()));
            taken.learn(
                    uid,
                    slots.findTaken(counting.keySet()).stream()
                            .map(counting::get)
                            .toList());
        }
    }

    private String id(String uid, long slot) {
        return kind + "#" + uid + "#" + slot;
    }
}
