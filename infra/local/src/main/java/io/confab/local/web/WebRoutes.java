package io.confab.local.web;

import io.confab.domain.config.ConfabConfig;
import io.confab.local.door.Authority;
import io.confab.local.start.Startup;
import io.confab.local.upload.UploadRoute;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * {@code /}, the web client: each of its files under its name, and {@code /config.json}. Pages under {@code localhost} redirect
 * to 127.0.0.1, so that a browser stores the client's data under one origin, the one of uploaded files.
 */
@Singleton
public final class WebRoutes {
    private static final String NOT_BUILT =
            """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>Confab</title>
            <h1>Confab runs</h1>
            <p>The web client is not part of this build: run <code>infra/web/build</code>, then start again.</p>
            <p><a href="/dev/">For developers</a>: what can be called, and what waits.</p>
            </html>
            """;

    private static final Authority LOOPBACK = new Authority("127.0.0.1", "");
    private static final Pattern GZIP = Pattern.compile("(?i)\\bgzip\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$))");

    private final WebFiles files;
    private final WebFile index;
    private final WebHeaders headers;
    private final WebConfig config;

    @Inject
    WebRoutes(
            WebSettings settings,
            ConfabConfig confab,
            @ConfigProperty(name = "quarkus.http.port") int port,
            @ConfigProperty(name = Startup.OPEN) boolean open) {
        this(settings, confab.oidc(), WebFiles.packed(), "http://127.0.0.1:" + port, open);
    }

    WebRoutes(WebSettings settings, ConfabConfig.Oidc oidc, WebFiles files, String origin, boolean open) {
        this.files = files;
        this.index = files.find(WebFiles.INDEX)
                .orElseGet(() -> WebFile.of(WebFiles.INDEX, NOT_BUILT.getBytes(StandardCharsets.UTF_8)));
        this.headers = new WebHeaders(origin, settings.frameAncestors(), oidc.issuer());
        this.config = new WebConfig(settings, oidc, origin + UploadRoute.PATH, open);
    }

    /** Leaves everything that is no file of the client to the routes after it. */
    public void mount(Router router) {
        router.route("/*").method(HttpMethod.GET).method(HttpMethod.HEAD).handler(this::answer);
    }

    private void answer(RoutingContext context) {
        String name = context.request().path().substring(1);
        Authority host = Optional.ofNullable(context.request().authority())
                .flatMap(named -> Authority.of(named.toString()))
                .orElse(LOOPBACK);
        if (name.equals("config.json")) {
            sendConfig(context, host);
            return;
        }
        WebFile file = name.isEmpty() ? index : files.find(name).orElse(null);
        if (file == null) {
            context.next();
        } else if (file.isPage() && host.isLocalhost()) {
            redirect(context, host.withHost("127.0.0.1"));
        } else {
            send(context, host, file);
        }
    }

    private static void redirect(RoutingContext context, String host) {
        HttpServerRequest request = context.request();
        String query = request.query() == null ? "" : "?" + request.query();
        context.response()
                .setStatusCode(302)
                .putHeader("location", "http://" + host + request.path() + query)
                .end();
    }

    private void sendConfig(RoutingContext context, Authority host) {
        boolean secure = "https".equals(context.request().getHeader("x-forwarded-proto"));
        headers.addTo(context.response().headers(), text(host));
        context.response()
                .putHeader("content-type", "application/json")
                .end(config.json(text(host), secure).toString());
    }

    private void send(RoutingContext context, Authority host, WebFile file) {
        HttpServerResponse response = context.response();
        boolean zipped = acceptsGzip(context.request());
        String etag = zipped ? file.zippedEtag() : file.etag();
        headers.addTo(response.headers(), text(host));
        response.putHeader("etag", etag).putHeader("vary", "accept-encoding");
        if (etag.equals(context.request().getHeader("if-none-match"))) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader("content-type", file.type());
        if (zipped) {
            response.putHeader("content-encoding", "gzip");
        }
        byte[] bytes = zipped ? file.zipped() : file.bytes();
        if (context.request().method() == HttpMethod.HEAD) {
            response.putHeader("content-length", Integer.toString(bytes.length)).end();
        } else {
            response.end(Buffer.buffer(bytes));
        }
    }

    private static boolean acceptsGzip(HttpServerRequest request) {
        String accepted = request.getHeader("accept-encoding");
        return accepted != null && GZIP.matcher(accepted).find();
    }

    private static String text(Authority authority) {
        return authority.withHost(authority.host());
    }
}
