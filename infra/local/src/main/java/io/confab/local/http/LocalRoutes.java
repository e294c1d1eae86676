package io.confab.local.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.confab.domain.config.ConfabConfig;
import io.confab.domain.error.ErrorCode;
import io.confab.local.invoke.Functions;
import io.confab.local.socket.Connections;
import io.confab.local.socket.SocketRoute;
import io.confab.local.upload.UploadRoute;
import io.confab.local.web.WebRoutes;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.CorsHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Set;

/** Every route of the laptop (docs/rules.md#laptop). */
@Singleton
final class LocalRoutes {
    private static final Set<String> ALLOWED_HEADERS = Set.of(
            "content-type",
            "authorization",
            "x-client-app-id",
            "x-client-device-id",
            "x-client-platform",
            "uni-id-nonce",
            "uni-id-timestamp",
            "uni-id-signature",
            "uni-id-signature-v2");

    /** The one method that GET may call. */
    private static final String HEALTH = "/health";

    private final Vertx vertx;
    private final Functions functions;
    private final ObjectMapper json;
    private final Clock clock;
    private final ConfabConfig config;

    LocalRoutes(Vertx vertx, Functions functions, ObjectMapper json, Clock clock, ConfabConfig config) {
        this.vertx = vertx;
        this.functions = functions;
        this.json = json;
        this.clock = clock;
        this.config = config;
    }

    void mount(
            @Observes Router router,
            Door door,
            Connections connections,
            DeveloperRoutes developers,
            UploadRoute uploads,
            WebRoutes web,
            OpenCalls openCalls) {
        door.mount(router);
        router.route().order(-2).handler(openCalls);
        router.route().order(-1).handler(cors());
        router.options().handler(context -> context.response()
                .setStatusCode(204)
                .putHeader("allow", HEALTH.equals(context.normalizedPath()) ? "GET, POST, OPTIONS" : "POST, OPTIONS")
                .end());
        web.mount(router);
        router.get("/ws").handler(new SocketRoute(vertx, functions, connections, clock));
        developers.mount(router);
        uploads.mount(router, (response, refusal) -> Replies.sendError(response, refusal.code(), refusal.getMessage()));
        router.route("/:method").handler(functionRoute());
        router.route()
                .handler(
                        context -> Replies.sendError(context.response(), ErrorCode.METHOD_NOT_FOUND, "no such method"));
    }

    /** {@link Door} has accepted only callers that may get these headers. */
    private static CorsHandler cors() {
        return CorsHandler.create()
                .addOriginWithRegex(".+")
                .allowedMethod(HttpMethod.GET)
                .allowedMethod(HttpMethod.POST)
                .allowedMethod(HttpMethod.PUT)
                .allowedHeaders(ALLOWED_HEADERS)
                .exposedHeader("retry-after")
                .maxAgeSeconds(600);
    }

    private FunctionRoute functionRoute() {
        String secret = config.requestAuthSecret().orElseThrow();
        return new FunctionRoute(vertx, functions, json, new UrlEvents(clock), secret);
    }
}
