package io.confab.domain.rate;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.error.Refusal;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** How fast one user may send, and how fast a group may be sent to; off where the limit is 0. */
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

    /**
     * Lets messages to so many conversations pass, all or none, as far as this process knows. What is more than the whole burst
     * is let pass with it: it could never be otherwise.
     *
     * @throws Refusal {@code rate-limited}
     */
    public List<Permit> permits(String uid, int count) {
        List<Permit> permits = new ArrayList<>();
        int counted = user.map(limit -> Math.min(count, limit.burst())).orElse(count);
        try {
            for (int i = 0; i < counted; i++) {
                permits.add(new Permit(uid, user, taken, group, clock));
            }
            return permits;
        } catch (Refusal e) {
            permits.forEach(Permit::giveBack);
            throw e;
        }
    }

    static Optional<Bucket> bucket(OptionalInt amount, int byDefault, long perMillis, int burst) {
        int allowed = amount.orElse(byDefault);
        return allowed <= 0 ? Optional.empty() : Optional.of(new Bucket(allowed, perMillis, Math.max(1, burst)));
    }
}
