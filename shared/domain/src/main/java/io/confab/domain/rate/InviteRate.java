package io.confab.domain.rate;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.error.Refusal;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * How often one user may invite and ask to join. One small write a call, which takes one of the user's slots: of two processes
 * that want the same one gets it. A call that dies afterwards, or does nothing new, has used its slot.
 */
@Singleton
public class InviteRate {
    private static final int DEPLOYED_PER_MINUTE = 30;
    private static final long MINUTE = 60_000;

    private final Optional<Bucket> bucket;
    private final TakenSlots taken;
    private final RateSlotRepository slots;
    private final Clock clock;

    InviteRate(RateSlotRepository slots, ConfabConfig config, Clock clock) {
        this.slots = slots;
        this.bucket = SendRate.bucket(
                config.rate().invitesPerMinute(),
                config.local() ? 0 : DEPLOYED_PER_MINUTE,
                MINUTE,
                config.rate().invitesBurst());
        this.taken = bucket.map(TakenSlots::new).orElse(null);
        this.clock = clock;
    }

    /**
     * Counts one call of the user.
     *
     * @throws Refusal {@code rate-limited}
     */
    public void count(String uid) {
        bucket.ifPresent(limit -> count(uid, limit));
    }

    /** Counts when first run, and never again: for a call that may have to decide anew. */
    public Runnable countOnce(String uid) {
        AtomicBoolean counted = new AtomicBoolean();
        return () -> {
            if (counted.compareAndSet(false, true)) {
                count(uid);
            }
        };
    }

    private void count(String uid, Bucket limit) {
        while (true) {
            long now = clock.millis();
            OptionalLong free = taken.take(uid, now);
            long slot = free.orElseThrow(
                    () -> Refusal.rateLimited("too many invitations and requests", limit.millisUntilNext(now)));
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

    private static String id(String uid, long slot) {
        return "invite#" + uid + "#" + slot;
    }
}
