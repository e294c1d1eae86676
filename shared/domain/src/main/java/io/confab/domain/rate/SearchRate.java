package io.confab.domain.rate;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.error.Refusal;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How often one user may search for people, who are also found by phone number; all searches of a minute may come in one burst.
 * So often, too, they may ask who is online, which is counted apart.
 */
@Singleton
public class SearchRate {
    private static final int DEPLOYED_PER_MINUTE = 60;

    private final CallRate searches;
    private final CallRate presences;

    SearchRate(RateSlotRepository slots, ConfabConfig config, Clock clock) {
        int perMinute = config.rate().searchesPerMinute().orElse(config.local() ? 0 : DEPLOYED_PER_MINUTE);
        Optional<Bucket> bucket = SendRate.bucket(OptionalInt.of(perMinute), perMinute, CallRate.MINUTE, perMinute);
        this.searches = new CallRate("search", "too many searches", bucket, slots, clock);
        this.presences = new CallRate("presence", "too many questions who is online", bucket, slots, clock);
    }

    /**
     * Counts one search of the user.
     *
     * @throws Refusal {@code rate-limited}
     */
    public void count(String uid) {
        searches.count(uid);
    }

    /**
     * Counts one question who is online.
     *
     * @throws Refusal {@code rate-limited}
     */
    public void countPresence(String uid) {
        presences.count(uid);
    }
}
