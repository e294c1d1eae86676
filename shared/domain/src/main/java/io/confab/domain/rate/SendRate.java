package io.confab.domain.rate;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.error.Refusal;
import jakarta.inject.Singleton;
import java.time.Clock;
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
     * Lets one message pass, as far as this process knows.
     *
     * @throws Refusal {@code rate-limited}
     */
    public Permit permit(String uid) {
        return new Permit(uid, user, taken, group, clock);
    }

    static Optional<Bucket> bucket(OptionalInt amount, int byDefault, long perMillis, int burst) {
        int allowed = amount.orElse(byDefault);
        return allowed <= 0 ? Optional.empty() : Optional.of(new Bucket(allowed, perMillis, Math.max(1, burst)));
    }
}
