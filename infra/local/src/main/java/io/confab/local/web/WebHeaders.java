package io.confab.local.web;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Optional;

/**
 * The headers of every file of the web client: it runs its own files only, connects to this server only, and shows no HTML
 * that somebody sent (docs/api/README.md#on-a-laptop).
 */
final class WebHeaders {
    private final String files;
    private final String frameAncestors;
    private final String issuer;

    /**
     * @param files the origin of uploaded files
     * @param frameAncestors origins separated by commas
     * @param issuer an OpenID Connect issuer at which the client signs users in
     */
    WebHeaders(String files, Optional<String> frameAncestors, Optional<String> issuer) {
        this.files = " " + files;
        this.frameAncestors = frameAncestors.map(list -> list.replace(',', ' ')).orElse("'none'");
        this.issuer = issuer.map(url -> " " + origin(url)).orElse("");
    }

    /** @param host this server's own host and port, as {@link io.confab.local.door.Authority} reads them */
    void addTo(MultiMap headers, String host) {
        headers.set("content-security-policy", policy(host))
                .set("x-content-type-options", "nosniff")
                .set("referrer-policy", "no-referrer")
                .set("permissions-policy", "microphone=(self), camera=()")
                .set("cross-origin-opener-policy", "same-origin")
                .set(HttpHeaders.CACHE_CONTROL, "no-cache");
    }

    private String policy(String host) {
        return String.join(
                "; ",
                "default-src 'none'",
                "script-src 'self'",
                "style-src 'self'",
                "img-src 'self' blob:" + files,
                "media-src 'self' blob:" + files,
                "connect-src 'self' ws://" + host + " wss://" + host + files + issuer,
                "font-src 'self'",
                "manifest-src 'self'",
                "worker-src 'self'",
                "base-uri 'none'",
                "form-action 'none'",
                "frame-ancestors " + frameAncestors,
                "require-trusted-types-for 'script'",
                "trusted-types vue confab");
    }

    private static String origin(String url) {
        int path = url.indexOf('/', url.indexOf("://") + 3);
        return path < 0 ? url : url.substring(0, path);
    }
}
