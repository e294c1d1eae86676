package io.confab.push.channel;

import io.confab.domain.config.ConfabConfig;
import io.quarkus.arc.DefaultBean;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;
import org.jboss.logging.Logger;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClient;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.GoneException;

/** The online channel on AWS: API Gateway's WebSocket connections. The client is created at the first use. */
@Singleton
@DefaultBean
class ApiGatewayChannel implements OnlineChannel {
    private static final Logger LOG = Logger.getLogger(ApiGatewayChannel.class);

    private final Optional<URI> endpoint;
    private ApiGatewayManagementApiClient client;

    ApiGatewayChannel(ConfabConfig config) {
        this.endpoint = config.push().websocketEndpoint();
    }

    @Override
    public Outcome post(String connectionId, String frame) {
        try {
            client().postToConnection(
                            request -> request.connectionId(connectionId).data(SdkBytes.fromUtf8String(frame)));
            return Outcome.DELIVERED;
        } catch (GoneException e) {
            return Outcome.GONE;
        } catch (SdkException e) {
            LOG.warnf(
                    "a post to a connection failed: connection=%s error=%s",
                    connectionId, e.getClass().getSimpleName());
            return Outcome.FAILED;
        }
    }

    @Override
    public void close(String connectionId, String lastFrame) {
        if (post(connectionId, lastFrame) == Outcome.GONE) {
            return;
        }
        try {
            client().deleteConnection(request -> request.connectionId(connectionId));
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
                    .httpClientBuilder(UrlConnectionHttpClient.builder())
                    .build();
        }
        return client;
    }
}
