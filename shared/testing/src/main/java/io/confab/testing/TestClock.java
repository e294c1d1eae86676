package io.confab.testing;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that a test sets. Shows the system's time until it is set; then it does not move. In a {@code @QuarkusTest} it takes
 * the place of the product's clock. Thread-safe.
 */
@Alternative
@Priority(1)
@Singleton
public class TestClock extends Clock {
    private volatile Clock current;

    public TestClock() {
        this(Clock.systemUTC());
    }

    private TestClock(Clock current) {
        this.current = current;
    }

    /** Stops the clock at a time. */
    public void set(Instant time) {
        current = Clock.fixed(time, current.getZone());
    }

    /** Stops the clock at a time in milliseconds. */
    public void set(long epochMillis) {
        set(Instant.ofEpochMilli(epochMillis));
    }

    /** Stops the clock (if it runs) and moves it. */
    public synchronized void advance(Duration by) {
        set(instant().plus(by));
    }

    /** Lets the system's time pass again. */
    public void reset() {
        current = Clock.systemUTC();
    }

    @Override
    public Instant instant() {
        return current.instant();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return current.withZone(zone);
    }
}
