package io.confab.local.invoke;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;

/** How the local asynchronous invoker behaves; the defaults are Lambda's own. */
@ConfigMapping(prefix = "confab-local")
public interface InvokerSettings {
    /** {@code CONFAB_LOCAL_RETRY_BACKOFF}: the pauses before the two retries, comma-separated; one value stands for both. */
    @WithDefault("60s,120s")
    List<Duration> retryBackoff();

    /** {@code CONFAB_LOCAL_DUPLICATE_PERCENT}: how many invocations of a hundred are delivered twice, late or concurrently. */
    @WithDefault("0")
    int duplicatePercent();

    /** {@code CONFAB_LOCAL_DUPLICATE_DELAY}: how late a late duplicate comes at most. */
    @WithDefault("3s")
    Duration duplicateDelay();

    /** {@code CONFAB_LOCAL_FUNCTION_TIMEOUT}: when a function is interrupted and counts as failed. */
    @WithDefault("30s")
    Duration functionTimeout();

    /** {@code CONFAB_LOCAL_INVOCATIONS_AT_ONCE}: how many functions run asynchronously at the same time. */
    @WithDefault("8")
    int invocationsAtOnce();
}
