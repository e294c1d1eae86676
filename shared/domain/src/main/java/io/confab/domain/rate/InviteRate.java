package io.confab.domain.rate;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.error.Refusal;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;

/** How often one user may invite and ask to join. */
@Singleton
public class InviteRate {
    private static final int DEPLOYED_PER_MINUTE = 30;

    private final CallRate rate;

    InviteRate(RateSlotRepository slots, ConfabConfig config, Clock clock) {
        this.rate = new CallRate(
                "invite",
                "too many invitations and requests",
                SendRate.bucket(
                        config.rate().invitesPerMinute(),
                        config.local() ? 0 : DEPLOYED_PER_MINUTE,
                        CallRate.MINUTE,
                        config.rate().invitesBurst()),
                slots,
                clock);
    }

    /**
     * Counts one call of the user.
     *
     * @throws Refusal {@code rate-limited}
     */
    public void count(String uid) {
        rate.count(uid);
    }

    /** Counts when it is run for the first time only, for a call that may have to start its decision again. */
    public Runnable countOnce(String uid) {
        AtomicBoolean counted = new AtomicBoolean();
        return () -> {
            if (counted.compareAndSet(false, true)) {
                count(uid);
            }
        };
    }
}
