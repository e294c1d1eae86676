package io.confab.faults;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** A clock that is {@code faults.ahead} ahead of the system's clock: for a process in the future of the others. */
@Alternative
@Priority(10)
@Singleton
public class ShiftedClock extends Clock {
    private final Clock clock;

    ShiftedClock(@ConfigProperty(name = "faults.ahead", defaultValue = "0s") Duration ahead) {
        this.clock = Clock.offset(Clock.systemUTC(), ahead);
    }

    @Override
    public Instant instant() {
        return clock.instant();
    }

    @Override
    public ZoneId getZone() {
        return clock.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return clock.withZone(zone);
    }
}
