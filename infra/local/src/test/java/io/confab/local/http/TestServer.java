package io.confab.local.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.net.URI;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Routes on a free port of the loopback interface, for one test. */
public final class TestServer implements AfterEachCallback {
    private final Vertx vertx = Vertx.vertx();
    private HttpServer server;

    public Vertx vertx() {
        return vertx;
    }

    public Router router() {
        return Router.router(vertx);
    }

    public void listen(Router router) {
        listen(router, new HttpServerOptions());
    }

    public void listen(Router router, HttpServerOptions options) {
        server = await(vertx.createHttpServer(options).requestHandler(router).listen(0, "127.0.0.1"));
    }

    /** The address of what listens. */
    public URI uri(String scheme, String pathAndQuery) {
        return URI.create(scheme + "://127.0.0.1:" + server.actualPort() + pathAndQuery);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
