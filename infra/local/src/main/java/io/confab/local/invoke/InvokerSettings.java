package io.confab.local.invoke;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;

/** Settings of the local asynchronous invoker; the defaults are the values of Lambda. */
@ConfigMapping(prefix = "confab-local")
public interface InvokerSettings {
    /** {@code CONFAB_LOCAL_RETRY_BACKOFF}: the pauses before the two retries, comma-separated; one value is used for both. */
    @WithDefault("60s,120s")
    List<Duration> retryBackoff();

    /**
     * {@code CONFAB_LOCAL_DUPLICATE_PERCENT}: percentage of invocations that are delivered twice, one after the other or at the
     * same time.
     */
    @WithDefault("0")
    int duplicatePercent();

    /** {@code CONFAB_LOCAL_DUPLICATE_DELAY}: longest delay of the second delivery. */
    @WithDefault("3s")
    Duration duplicateDelay();

    /** {@code CONFAB_LOCAL_FUNCTION_TIMEOUT}: time after which a function is interrupted and counts as failed. */
    @WithDefault("30s")
    Duration functionTimeout();

    /** {@code CONFAB_LOCAL_INVOCATIONS_AT_ONCE}: maximum number of functions that run asynchronously at the same time. */
    @WithDefault("8")
    int invocationsAtOnce();
}
