package io.confab.domain.rate;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.error.Refusal;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.OptionalInt;

/**
 * How often one user may search for people, who are also found by phone number; all searches of a minute may come in one burst.
 */
@Singleton
public class SearchRate {
    private static final int DEPLOYED_PER_MINUTE = 60;

    private final CallRate rate;

    SearchRate(RateSlotRepository slots, ConfabConfig config, Clock clock) {
        int perMinute = config.rate().searchesPerMinute().orElse(config.local() ? 0 : DEPLOYED_PER_MINUTE);
        this.rate = new CallRate(
                "search",
                "too many searches",
                SendRate.bucket(OptionalInt.of(perMinute), perMinute, CallRate.MINUTE, perMinute),
                slots,
                clock);
    }

    /**
     * Counts one search of the user.
     *
     * @throws Refusal {@code rate-limited}
     */
    public void count(String uid) {
        rate.count(uid);
    }
}
