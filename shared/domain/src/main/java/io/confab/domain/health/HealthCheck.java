package io.confab.domain.health;

import io.confab.domain.intake.IntakeRepository;
import io.confab.domain.schema.SchemaGate;
import io.confab.domain.schema.SchemaVersion;
import io.confab.domain.storage.SharedLook;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Looks at the database for everybody who asks within five seconds: one command, however many ask; until the schema is known to
 * be complete one more. Anybody can ask, so neither the number of callers nor what they send may cost the database anything.
 * Changes nothing. Safe for use by many threads.
 */
@Singleton
public class HealthCheck {
    private static final Logger LOG = Logger.getLogger(HealthCheck.class);
    private static final Duration SHARED = Duration.ofSeconds(5);

    private final SchemaGate gate;
    private final IntakeRepository inbox;
    private final Clock clock;
    private final String build;
    private final SharedLook<Health> newest;
    private final WaitingSince waiting = new WaitingSince();

    HealthCheck(
            SchemaGate gate,
            IntakeRepository inbox,
            Clock clock,
            @ConfigProperty(name = "quarkus.application.version", defaultValue = "unknown") String build) {
        this.gate = gate;
        this.inbox = inbox;
        this.clock = clock;
        this.build = build;
        this.newest = new SharedLook<>(clock, SHARED, this::lookNow);
    }

    /** The newest look; does not fail if the database does. */
    public Health look() {
        return newest.get();
    }

    /** One look at a time, so that {@link #waiting} has one user. */
    private Health lookNow() {
        int schema = SchemaVersion.NONE;
        try {
            schema = gate.look();
            OptionalLong age = waiting.age(inbox.findUnattended(clock.millis()), clock.millis());
            return new Health(build, schema, schema >= SchemaVersion.CURRENT, true, age);
        } catch (RuntimeException e) {
            LOG.warn("health: the database could not be looked at", e);
            return new Health(build, schema, schema >= SchemaVersion.CURRENT, false, OptionalLong.empty());
        }
    }
}
