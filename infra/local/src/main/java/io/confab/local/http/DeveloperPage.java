package io.confab.local.http;

import io.confab.local.invoke.Functions;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * {@code /dev/}, the developer's page: methods, waiting invocations, dead letters, and pushes that a vendor would have
 * received.
 */
final class DeveloperPage implements Handler<RoutingContext> {
    private static final String PAGE =
            """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>Confab: for developers</title>
            <style>
              body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
              ul { columns: 3 12rem }
            </style>
            <h1>Confab for developers</h1>
            <p><a href="/health">Health</a>, <a href="/dev/invocations">asynchronous invocations</a>,
              <a href="/dev/dead-letters">dead letters</a>, <a href="/dev/offline-pushes">offline pushes</a></p>
            <h2>Demo users</h2>
            <p><code>POST /devLogin {"username":"alice"}</code> gives a token.</p>
            <ul>%s</ul>
            <h2>Methods</h2>
            <p><code>POST /&lt;method&gt;</code> with a JSON body and <code>Authorization: Bearer &lt;token&gt;</code>.</p>
            <ul>%s</ul>
            </html>
            """;

    private final String page;

    DeveloperPage(Functions functions, Collection<String> users) {
        this.page = PAGE.formatted(items(users), items(functions.names()));
    }

    @Override
    public void handle(RoutingContext context) {
        context.response().putHeader("content-type", "text/html; charset=utf-8").end(page);
    }

    private static String items(Collection<String> names) {
        return names.stream().map(name -> "<li>" + name + "</li>").collect(Collectors.joining());
    }
}
