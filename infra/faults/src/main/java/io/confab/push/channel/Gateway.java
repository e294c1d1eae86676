package io.confab.push.channel;

import io.confab.domain.config.ConfabConfig;
import java.time.Clock;

/** The product's channel to API Gateway, for a process whose frames go to a server of a test. */
public final class Gateway {
    private Gateway() {}

    public static OnlineChannel channel(ConfabConfig config, Clock clock) {
        return new ApiGatewayChannel(config, clock);
    }
}
