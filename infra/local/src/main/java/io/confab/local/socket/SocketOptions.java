package io.confab.local.socket;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/** The WebSocket limits of API Gateway, and any sub-protocol: the route leaves only the chosen one in the request. */
@Singleton
public final class SocketOptions implements HttpServerOptionsCustomizer {
    private static final int MAX_FRAME_BYTES = 128 << 10;
    private static final int CLOSING_SECONDS = 2;

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.addWebSocketSubProtocol("*")
                .setWebSocketClosingTimeout(CLOSING_SECONDS)
                .setMaxWebSocketFrameSize(MAX_FRAME_BYTES)
                .setMaxWebSocketMessageSize(MAX_FRAME_BYTES);
    }
}
