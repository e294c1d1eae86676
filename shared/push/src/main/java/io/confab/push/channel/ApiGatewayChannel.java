package io.confab.push.channel;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.device.Device;
import io.quarkus.arc.DefaultBean;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClient;

/**
 * The online channel on AWS: API Gateway's WebSocket connections, one post each. The client is created at the first use.
 *
 * <p>API Gateway accepts posts only after {@code $connect} has returned, and until then says that the connection is gone. So a
 * connection that was bound less than {@link #OPENING} ago is busy instead.
 */
@Singleton
@DefaultBean
class ApiGatewayChannel implements OnlineChannel {
    private static final Logger LOG = Logger.getLogger(ApiGatewayChannel.class);
    private static final int GONE = 410;
    private static final Duration OPENING = Duration.ofSeconds(10);
    private static final Duration CLOSING = Duration.ofSeconds(3);

    private final Optional<URI> endpoint;
    private final Clock clock;
    private ApiGatewayManagementApiClient client;

    ApiGatewayChannel(ConfabConfig config, Clock clock) {
        this.endpoint = config.push().websocketEndpoint();
        this.clock = clock;
    }

    @Override
    public int maxBatch() {
        return 1;
    }

    @Override
    public List<Outcome> push(List<Device> devices, String frame, Duration within) {
        return devices.stream().map(device -> post(device, frame, within)).toList();
    }

    private Outcome post(Device device, String frame, Duration within) {
        Outcome outcome = post(device.connectionId, frame, within);
        boolean isOpening = device.connectedAt != null && clock.millis() - device.connectedAt < OPENING.toMillis();
        return outcome == Outcome.GONE && isOpening ? Outcome.BUSY : outcome;
    }

    private Outcome post(String connectionId, String frame, Duration within) {
        try {
            client().postToConnection(request -> request.connectionId(connectionId)
                    .data(SdkBytes.fromUtf8String(frame))
                    .overrideConfiguration(AwsClients.within(within)));
            return Outcome.DELIVERED;
        } catch (SdkException e) {
            boolean isGone = e instanceof AwsServiceException answered && answered.statusCode() == GONE;
            return isGone ? Outcome.GONE : AwsClients.outcome(e);
        }
    }

    @Override
    public void close(String connectionId, String lastFrame) {
        if (post(connectionId, lastFrame, CLOSING) == Outcome.GONE) {
            return;
        }
        try {
            client().deleteConnection(request ->
                    request.connectionId(connectionId).overrideConfiguration(AwsClients.within(CLOSING)));
        } catch (SdkException e) {
            LOG.warnf(
                    "a connection was not ended: connection=%s error=%s",
                    connectionId, e.getClass().getSimpleName());
        }
    }

    private synchronized ApiGatewayManagementApiClient client() {
        if (client == null) {
            client = ApiGatewayManagementApiClient.builder()
                    .endpointOverride(endpoint.orElseThrow(
                            () -> new IllegalStateException("CONFAB_PUSH_WEBSOCKET_ENDPOINT is not set")))
                    .httpClient(new DeadlineHttpClient())
                    .overrideConfiguration(AwsClients.WITHOUT_RETRIES)
                    .build();
        }
        return client;
    }
}
