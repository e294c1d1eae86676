package io.confab.local.http;

import io.confab.local.door.Authority;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * {@code /}: a page that says that Confab runs. Under {@code localhost} it redirects to 127.0.0.1, so that a browser stores the
 * data of this server under one origin.
 */
final class HomePage implements Handler<RoutingContext> {
    private static final String PAGE =
            """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>Confab</title>
            <style>body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem }</style>
            <h1>Confab runs</h1>
            <p><a href="/dev/">For developers</a>: what can be called, and what waits. <a href="/health">Health</a>.</p>
            </html>
            """;

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        Optional<Authority> localhost = Optional.ofNullable(request.getHeader("host"))
                .flatMap(Authority::of)
                .filter(Authority::isLocalhost);
        if (localhost.isPresent()) {
            String query = request.query() == null ? "" : "?" + request.query();
            String address = localhost.get().withHost("127.0.0.1");
            context.response()
                    .setStatusCode(302)
                    .putHeader("location", "http://" + address + request.path() + query)
                    .end();
            return;
        }
        context.response().putHeader("content-type", "text/html; charset=utf-8").end(PAGE);
    }
}
