package io.confab.bench.load;

import java.time.Duration;

/** When a load ends: after a number of messages or after a time, whichever comes first. */
public record Amount(long messages, Duration time) {}
