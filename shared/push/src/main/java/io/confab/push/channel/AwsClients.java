package io.confab.push.channel;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;

/** What the channels that use the AWS SDK have in common: time limits, and what an error means. */
public final class AwsClients {
    /** Busy channels are tried again by the batch, which knows how much time is left. */
    public static final ClientOverrideConfiguration WITHOUT_RETRIES = ClientOverrideConfiguration.builder()
            .retryStrategy(AwsRetryStrategy.doNotRetry())
            .build();

    private static final Logger LOG = Logger.getLogger(AwsClients.class);

    private AwsClients() {}

    /** The whole call ends within this time. */
    public static AwsRequestOverrideConfiguration within(Duration time) {
        return AwsRequestOverrideConfiguration.builder().apiCallTimeout(time).build();
    }

    /** An error that is not about the device: most of them may pass, a request that is too large or wrong will not. */
    public static Outcome outcome(SdkException e) {
        LOG.warnf("a post failed: error=%s", e.getClass().getSimpleName());
        if (e instanceof AwsServiceException answered) {
            int status = answered.statusCode();
            if (status == 400 || status == 413) {
                return new Outcome.Refused("status " + status);
            }
            return new Outcome.Busy(RetryAfter.of(retryAfter(answered), Instant.now()));
        }
        return Outcome.BUSY;
    }

    private static Optional<String> retryAfter(AwsServiceException e) {
        return Optional.ofNullable(e.awsErrorDetails())
                .map(AwsErrorDetails::sdkHttpResponse)
                .flatMap(response -> response.firstMatchingHeader("Retry-After"));
    }
}
