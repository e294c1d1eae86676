package io.confab.domain.rate;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.error.Refusal;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** How many messages one user may send, and one group may get; no limit if the setting is 0. */
@Singleton
public class SendRate {
    private static final int DEPLOYED_PER_SECOND = 20;
    private static final int DEPLOYED_GROUP_PER_SECOND = 100;
    private static final long SECOND = 1_000;

    private final Optional<Bucket> user;
    private final Optional<Bucket> group;
    private final TakenSlots taken;
    private final Clock clock;

    SendRate(ConfabConfig config, Clock clock) {
        ConfabConfig.Rate rate = config.rate();
        this.user = bucket(
                rate.messagesPerSecond(), config.local() ? 0 : DEPLOYED_PER_SECOND, SECOND, rate.messagesBurst());
        this.group = bucket(
                rate.groupMessagesPerSecond(),
                config.local() ? 0 : DEPLOYED_GROUP_PER_SECOND,
                SECOND,
                rate.groupMessagesBurst());
        this.taken = user.map(TakenSlots::new).orElse(null);
        this.clock = clock;
    }

    /** Maximum number of messages that one user may send in one burst; absent without a limit. */
    public OptionalInt burst() {
        return user.map(limit -> OptionalInt.of(limit.burst())).orElse(OptionalInt.empty());
    }

    /** Maximum number of messages that one group may get in one burst; absent without a limit. */
    public OptionalInt groupBurst() {
        return group.map(limit -> OptionalInt.of(limit.burst())).orElse(OptionalInt.empty());
    }

    /** The ids that messages of a user have if they count for the rate now. */
    public List<String> countingIds(String uid) {
        long now = clock.millis();
        return user.map(limit -> Permit.ids(uid, limit.oldest(now), limit.newest(now)))
                .orElse(List.of());
    }

    /** Records that these messages exist, which other processes may have stored. */
    public void learn(String uid, Collection<String> takenIds) {
        if (user.isPresent()) {
            taken.learn(uid, Permit.slots(takenIds));
        }
    }

    /**
     * Permits this number of messages, all or none, as far as this process knows. If a call stores several messages and another
     * process took the slot of one, that one waits a little for the next slot, so that the call is not refused half done.
     *
     * @throws Refusal {@code rate-limited}; {@code Retry-After} is the time until the missing number of slots can be available
     */
    public List<Permit> permits(String uid, int count) {
        List<Permit> permits = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                permits.add(new Permit(uid, user, taken, group, clock, count > 1));
            }
            return permits;
        } catch (Refusal e) {
            permits.forEach(Permit::giveBack);
            throw user.filter(limit -> count > 1)
                    .map(limit -> Refusal.rateLimited(
                            e.getMessage(), limit.millisUntil(clock.millis(), count - permits.size())))
                    .orElse(e);
        }
    }

    static Optional<Bucket> bucket(OptionalInt amount, int byDefault, long perMillis, int burst) {
        int allowed = amount.orElse(byDefault);
        return allowed <= 0 ? Optional.empty() : Optional.of(new Bucket(allowed, perMillis, Math.max(1, burst)));
    }
}
