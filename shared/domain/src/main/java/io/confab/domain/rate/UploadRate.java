package io.confab.domain.rate;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.error.Refusal;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * For how many bytes one user may get permission to upload on one day (UTC); no limit if the setting is 0. Permissions count,
 * whether used or not, because only the storage knows what was uploaded. Each call makes one small write, so two calls at once
 * cannot both take the last bytes; a call that dies afterwards has still used its bytes.
 */
@Singleton
public class UploadRate {
    private static final long DEPLOYED_BYTES_PER_DAY = 2L << 30;

    private final RateSlotRepository slots;
    private final Clock clock;
    private final long limit;

    UploadRate(RateSlotRepository slots, ConfabConfig config, Clock clock) {
        this.slots = slots;
        this.clock = clock;
        this.limit = config.upload().bytesPerDay().orElse(config.local() ? 0 : DEPLOYED_BYTES_PER_DAY);
    }

    /**
     * Counts one permission of the user.
     *
     * @throws Refusal {@code rate-limited}, until the day ends
     */
    public void count(String uid, long bytes) {
        if (limit <= 0) {
            return;
        }
        Instant now = clock.instant();
        Instant today = now.truncatedTo(ChronoUnit.DAYS);
        Instant tomorrow = today.plus(1, ChronoUnit.DAYS);
        String id = "upload#" + uid + "#" + ChronoUnit.DAYS.between(Instant.EPOCH, today);
        long forgotten = tomorrow.plus(1, ChronoUnit.DAYS).toEpochMilli();
        if (bytes > limit || !slots.add(id, bytes, limit, forgotten)) {
            throw Refusal.rateLimited(
                    "too many bytes to upload today",
                    Duration.between(now, tomorrow).toMillis());
        }
    }
}
